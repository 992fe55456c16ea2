import type { MoeLayerFault } from '../fault.js';

/** The kernel ended when its own part was done, and what came next read the sums. */
export const earlySum: MoeLayerFault = {
  title:
    'combine ends with the sending of its own results, and its sums are read before those of the others are there',
  link: 'https://github.com/uccl-project/mKernel/pull/30',
  property: 'sums-all-results of die.0',
  configuration: { dies: 2 },
  patch: {
    chart: {
      'moe-rank': ({ states }) => {
        states!.combining!.always = { guard: 'isCombined', target: 'ended' };
      },
    },
  },
  counterexample: {
    tells: 'die 0 ends when it has sent the results that it owes; none of die 1 has come',
    steps: [
      'die.0 ⏱ startDispatch in beginning',
      'die.0 ⏱ dispatchChunk in dispatching',
      'die.1 ⏱ startDispatch in beginning',
      'die.1 ⏱ dispatchChunk in dispatching',
      'window.0 ⇒ die.0: ALL_FLAGS {rows: 3}',
      'die.0 ⏱ compute in computing',
      'die.0 ⏱ startCombine in returning',
      'die.0 ⏱ combineChunk in combining',
      'die.0 ⏱ combineChunk in combining',
      'die.0 ⏱ combineChunk in combining',
    ],
  },
};
