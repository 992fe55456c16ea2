import { enqueueActions } from 'xstate';
import type { MoeRankContext } from '../../../machines/pipeline/moe-rank.js';
import type { Results } from '../../../machines/pipeline/row-window.js';
import { componentRef } from '../../../src/index.js';
import type { MoeLayerFault } from '../fault.js';

/** Results are computed in the order in which rows have come, and were looked up in the order of tokens. */
export const wrongOrder: MoeLayerFault = {
  title: 'combine looks up whose a result is in another order than that of the results',
  link: 'https://github.com/ROCm/mori/pull/546',
  kinship: 'its kind',
  property: 'results-where-they-belong',
  configuration: { dies: 2 },
  patch: {
    provide: {
      'moe-rank': {
        actions: {
          sendResults: enqueueActions(({ context, enqueue }) => {
            const { combine, sent, windows } = context as MoeRankContext;
            for (const [window, rows] of combine[sent]!) {
              const other = windows[(windows.indexOf(window) + 1) % windows.length]!;
              enqueue.sendTo(componentRef(other), {
                type: 'RESULTS',
                rows,
                computed: rows,
              } satisfies Results);
            }
          }),
        },
      },
    },
  },
  counterexample: {
    tells: 'die 1 sends the result that belongs to die 0 to itself, and then that of its own to die 0',
    steps: [
      'die.0 ⏱ startDispatch in beginning',
      'die.0 ⏱ dispatchChunk in dispatching',
      'die.1 ⏱ startDispatch in beginning',
      'die.1 ⏱ dispatchChunk in dispatching',
      'window.1 ⇒ die.1: ALL_FLAGS {rows: 3}',
      'die.1 ⏱ compute in computing',
      'die.1 ⏱ startCombine in returning',
      'die.1 ⏱ combineChunk in combining',
      'die.1 ⏱ combineChunk in combining',
    ],
  },
};
