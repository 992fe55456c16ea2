import { produce } from 'immer';
import { assertEvent, assign, enqueueActions } from 'xstate';
import type { Cells, WindowContext } from '../../../machines/die/receive-window.js';
import { dispatchSlots } from '../../../machines/moe/dispatch-plan.js';
import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import type { Share } from '../../../machines/moe/waiting-cores.js';
import { componentRef } from '../../../src/index.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

interface CachedWindow extends WindowContext {
  /** What the caches of a reader hold of the window; null: nothing. */
  readonly cached: Cells | null;
}

/** The reader touches the data when it starts to wait: it polls no cell there. */
const touched = (context: OperatorContext): Share[] =>
  dispatchSlots(context).map(({ window }) => ({ window, cells: [], peers: [] }));

export const weakAcquire: DispatchCombineFault = {
  title: 'the reader fills its caches when it starts to wait, and reads stale slots behind fresh flags',
  link: 'https://github.com/deepseek-ai/DeepEP/issues/120',
  property: 'flag-implies-data',
  configuration: SMALL,
  patch: {
    chart: {
      'receive-window': (chart) => {
        const on = chart.states!.open!.on!;
        on.POLL = { actions: ['fillCaches', 'rememberPoll'] };
        on.TAKE = { actions: ['takeFromCaches', 'noteRead', 'readOut'] };
      },
    },
    provide: {
      'receive-window': {
        actions: {
          fillCaches: assign(({ context, event }) => {
            assertEvent(event, 'POLL');
            return event.cells.length === 0 ? { cached: (context as WindowContext).cells } : {};
          }),
          takeFromCaches: assign(({ context, event }) => {
            assertEvent(event, 'TAKE');
            const { cached, cells } = context as CachedWindow;
            if (!cached) return {};
            const stale = produce(cells, (draft: Record<number, unknown>) => {
              for (const address of event.addresses) {
                if (cached[address] === undefined) delete draft[address];
                else draft[address] = cached[address];
              }
            });
            return { cells: stale, cached: null };
          }),
        },
      },
      'fused-dispatch': {
        actions: {
          awaitSignals: enqueueActions(
            ({ context, enqueue }, params: { readonly shares: readonly Share[] }) => {
              const { item, waiting } = context as OperatorContext;
              const shares = [...touched(context as OperatorContext), ...params.shares];
              enqueue.sendTo(componentRef(waiting), { type: 'AWAIT', item, shares });
            },
          ),
        },
      },
    },
  },
  counterexample: {
    tells:
      'die 0 fills its caches before the token of die 1 has arrived, then sees fresh flags and reads the stale slot',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
    ],
  },
};
