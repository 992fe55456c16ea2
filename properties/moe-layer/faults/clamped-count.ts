import { assign } from 'xstate';
import type { AllFlags } from '../../../machines/pipeline/row-window.js';
import type { MoeLayerFault } from '../fault.js';

/** The count of an expert was clamped to its limit, so that an overflow should not hang: the rows beyond it are not computed. */
const LIMIT = 2;

export const clampedCount: MoeLayerFault = {
  title: 'more rows come than the experts are made for, and those beyond the limit are left out',
  link: 'https://github.com/tenstorrent/tt-metal/pull/41434',
  property: 'computes-all-rows of die.0',
  configuration: { dies: 2 },
  patch: {
    provide: {
      'moe-rank': {
        actions: { takeIn: assign({ received: ({ event }) => Math.min(LIMIT, (event as AllFlags).rows) }) },
      },
    },
  },
  counterexample: {
    tells: 'three rows have come to die 0, and its experts run on two of them',
    steps: [
      'die.0 ⏱ startDispatch in beginning',
      'die.0 ⏱ dispatchChunk in dispatching',
      'die.1 ⏱ startDispatch in beginning',
      'die.1 ⏱ dispatchChunk in dispatching',
      'window.0 ⇒ die.0: ALL_FLAGS {rows: 3}',
    ],
  },
};
