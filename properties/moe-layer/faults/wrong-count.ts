import { enqueueActions } from 'xstate';
import type { MoeRankContext } from '../../../machines/pipeline/moe-rank.js';
import type { Flag } from '../../../machines/pipeline/row-window.js';
import { componentRef } from '../../../src/index.js';
import type { MoeLayerFault } from '../fault.js';

/** Seen between nodes, with very unequal loads: some counts arrived as another number. */
export const wrongCount: MoeLayerFault = {
  title: 'the count that comes with a flag is not that of the rows that have been sent',
  link: 'https://github.com/deepseek-ai/DeepEP/issues/427',
  property: 'rows-where-routed',
  configuration: { dies: 2 },
  patch: {
    provide: {
      'moe-rank': {
        actions: {
          raiseFlags: enqueueActions(({ context, enqueue }) => {
            const { windows, dispatch } = context as MoeRankContext;
            for (const window of windows) {
              enqueue.sendTo(componentRef(window), { type: 'FLAG', rows: dispatch.length } satisfies Flag);
            }
          }),
        },
      },
    },
  },
  counterexample: {
    tells: 'die 0 tells a window of another number of rows than it has written there',
    steps: ['die.0 ⏱ startDispatch in beginning', 'die.0 ⏱ dispatchChunk in dispatching'],
  },
};
