import type { MoeLayerFault } from '../fault.js';

/** Reported of the kernels of one layer: the next one was let go before the products were done. */
export const earlyLaunch: MoeLayerFault = {
  title: 'the experts let the next kernel go before they have ended, and combine starts on what is there',
  link: 'https://github.com/NVIDIA/TensorRT-LLM/pull/8786',
  kinship: 'its kind',
  property: 'operators-in-order of die.0',
  configuration: { dies: 2 },
  patch: {
    chart: {
      'moe-rank': ({ states }) => {
        states!.computing!.after = {
          ...(states!.computing!.after as object),
          startCombine: { target: 'combining' },
        };
      },
    },
  },
  counterexample: {
    tells: 'die 0 sends its first result while its experts still run',
    steps: [
      'die.0 ⏱ startDispatch in beginning',
      'die.0 ⏱ dispatchChunk in dispatching',
      'die.1 ⏱ startDispatch in beginning',
      'die.1 ⏱ dispatchChunk in dispatching',
      'window.0 ⇒ die.0: ALL_FLAGS {rows: 3}',
      'die.0 ⏱ startCombine in computing',
      'die.0 ⏱ combineChunk in combining',
    ],
  },
};
