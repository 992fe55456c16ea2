import { enqueueActions } from 'xstate';
import { componentRef } from '../../../src/index.js';
import type { WaitingCoresContext } from '../../../machines/moe/waiting-cores.js';
import type { DispatchCombineFault } from '../patch.js';

interface Probed {
  readonly context: { readonly die: number; readonly knownDead: readonly number[] };
  readonly event: { readonly reader: string };
}

export const silentSurvivor: DispatchCombineFault = {
  title:
    'a survivor that has given up answers probes no more, so that others never learn from it who is dead, and probe it again and again',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/2157',
  kinship: 'its kind',
  property: 'finishes-or-gives-up at die 1',
  configuration: { dies: 3, layers: 1, tokens: 1, limit: 'probe', failures: 1, routing: 'balanced' },
  patch: {
    provide: {
      'die-health': {
        actions: {
          tellKnown: enqueueActions((of) => {
            const { context, event } = of as unknown as Probed;
            const { die, knownDead } = context;
            if (knownDead.length > 0) return;
            of.enqueue.sendTo(componentRef(event.reader), { type: 'PROBED', die, dead: knownDead });
          }),
        },
      },
      'waiting-cores': {
        guards: {
          isOneDead: ({ context }: { context: WaitingCoresContext }) => context.suspects.length > 0,
        },
      },
    },
    chart: {
      'waiting-cores': (chart) => {
        const { asking } = chart.states!.polling!.states!;
        // Who does not answer in time lives, as far as anybody knows: its link reports no error.
        asking!.after = {
          limit: [
            {
              guard: 'isOneDead',
              target: '#waiting-cores.givenUp',
              actions: ['noteBlamed', 'blame', 'giveUp'],
            },
            { target: 'limited' },
          ],
        };
      },
    },
  },
  counterexample: {
    tells:
      'die 0 has sent its flag to die 1 and then fails; die 2 gives up, and die 1, which waits for its result, probes it without an answer for ever',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: [[1]]}',
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.1.dispatch.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [1], item: 0, mark: 1, source: 0}",
      'environment ⇒ health.0: FAIL',
      'environment ⇒ stream.1: ROUTE {routing: [[2]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.2.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 2, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.2.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'environment ⇒ stream.2: ROUTE {routing: [[0]]}',
      'dispatch.2.core ⏱ sendChunk in sending',
      "dispatch.2.core ⇒ ub.2: POST {writer: 'dispatch.2.core'}",
      "dispatch.2.core ⇒ window.0.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 2, token: 0}, writer: 'dispatch.2.core'}",
      "dispatch.2 ⇒ status.0.0: FLAG {address: 2, by: 'scalar', counts: [1], item: 0, mark: 1, source: 2}",
      "dispatch.2 ⇒ status.1.0: FLAG {address: 2, by: 'scalar', counts: [0], item: 0, mark: 1, source: 2}",
      "dispatch.2 ⇒ status.2.0: FLAG {address: 2, by: 'scalar', counts: [0], item: 0, mark: 1, source: 2}",
      'dispatch.1 ⏱ gather in gathering',
      'expert.1 ⏱ compute in computing',
      'combine.1.core ⏱ sendChunk in sending',
      "combine.1.core ⇒ ub.1: POST {writer: 'combine.1.core'}",
      "combine.1.core ⇒ window.0.combine.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 0, of: 'combine', precision: 'BF16', source: 0, token: 0, weights: 1}, writer: 'combine.1.core'}",
      'combine.1.core ⇒ window.0.combine.0: ADD {address: 3, item: 0, source: 1}',
      'dispatch.2.wait ⏱ limit in polling.limited',
      "dispatch.0 ⇒ status.2.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'combine.1.wait ⏱ limit in polling.limited',
      'combine.1.wait ⏱ limit in polling.asking',
      'combine.1.wait ⏱ limit in polling.limited',
    ],
    loop: 30,
  },
};
