import type { MoeLayerFault } from '../fault.js';

/** Where a layer had no experts on a device, what an earlier layer had left there was taken for its result. */
export const skippedExperts: MoeLayerFault = {
  title: 'the experts of a layer do not run, and what memory holds in the place of their results is combined',
  link: 'https://github.com/ikawrakow/ik_llama.cpp/pull/1604',
  property: 'results-are-computed',
  configuration: { dies: 2 },
  patch: {
    chart: {
      'moe-rank': ({ states }) => {
        states!.flagging!.on = {
          ALL_FLAGS: { target: 'returning', actions: ['takeIn', 'noteDispatch', 'startOver'] },
        };
      },
    },
  },
  counterexample: {
    tells: 'die 0 goes from the last flag to combine, and sends a result that nobody has computed',
    steps: [
      'die.0 ⏱ startDispatch in beginning',
      'die.0 ⏱ dispatchChunk in dispatching',
      'die.1 ⏱ startDispatch in beginning',
      'die.1 ⏱ dispatchChunk in dispatching',
      'window.0 ⇒ die.0: ALL_FLAGS {rows: 3}',
      'die.0 ⏱ startCombine in returning',
      'die.0 ⏱ combineChunk in combining',
    ],
  },
};
