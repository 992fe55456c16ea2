import { enqueueActions } from 'xstate';
import type { MoeRankContext } from '../../../machines/pipeline/moe-rank.js';
import type { Copies } from '../../../machines/pipeline/row-window.js';
import { componentRef } from '../../../src/index.js';
import type { MoeLayerFault } from '../fault.js';

/** The offset wrapped around at large batches. */
export const rowElsewhere: MoeLayerFault = {
  title: 'the offset of a row is wrong, and it is written where nobody looks',
  link: 'https://github.com/sgl-project/sgl-kernel-npu/issues/718',
  kinship: 'its kind',
  property: 'rows-where-routed',
  configuration: { dies: 2 },
  patch: {
    provide: {
      'moe-rank': {
        actions: {
          sendCopies: enqueueActions(({ context, enqueue }) => {
            const { dispatch, sent } = context as MoeRankContext;
            for (const [window, rows] of dispatch[sent]!.slice(1)) {
              enqueue.sendTo(componentRef(window), { type: 'COPIES', rows } satisfies Copies);
            }
          }),
        },
      },
    },
  },
  counterexample: {
    tells: 'die 0 sends its only token; the flag of one window tells of a row that is not there',
    steps: ['die.0 ⏱ startDispatch in beginning', 'die.0 ⏱ dispatchChunk in dispatching'],
  },
};
