import type { RowWindowContext } from '../../../machines/pipeline/row-window.js';
import type { MoeLayerFault } from '../fault.js';

/** The ranks that had received nothing did not wait, and moved on. */
export const earlyExit: MoeLayerFault = {
  title: 'a die goes on to its experts with the first flag, without those of the others',
  link: 'https://github.com/sgl-project/sgl-kernel-npu/issues/69',
  kinship: 'its kind',
  property: 'computes-on-all-flags of die.0',
  configuration: { dies: 2 },
  patch: {
    provide: {
      'row-window': {
        guards: {
          isLastFlag: ({ context }: { readonly context: RowWindowContext }) => context.flags === 0,
        },
      },
    },
  },
  counterexample: {
    tells: 'the experts of die 0 start on its own flag, before die 1 has sent anything',
    steps: [
      'die.0 ⏱ startDispatch in beginning',
      'die.0 ⏱ dispatchChunk in dispatching',
      'window.0 ⇒ die.0: ALL_FLAGS {rows: 1}',
    ],
  },
};
