import { assign } from 'xstate';
import type { SdkContext } from '../../../machines/cache/mp-sdk.js';
import type { ContextCacheFault } from '../fault.js';

/** Each rank asked the store, and went by its own answer. */
export const ranksForThemselves: ContextCacheFault = {
  title:
    'each rank goes by what it has found itself, and the ranks of an instance compute different suffixes',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/5030',
  property: 'ranks-agree of instance.0',
  configuration: { ranks: 2, instances: 1, requests: 2, slots: 1 },
  patch: {
    provide: {
      'mp-sdk': {
        actions: {
          useHits: assign({ used: ({ context }: { readonly context: SdkContext }) => context.found }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'both ranks are told that d is there; rank 1 comes to read it when its lease has ended and the slot has another block (step 22), and computes everything, while rank 0 computes behind d',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0.0 ⏱ ask in reading.looking',
      'sdk.0.1 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'instance.0 ⏱ arrive in idle',
      'sdk.0.0 ⏱ ask in storing.starting',
      'sdk.0.0 ⏱ transfer in sdma.transferring',
      'sdk.0.0 ⏱ tell in storing.ending',
      'sdk.0.0 ⏱ ask in reading.looking',
      'sdk.0.0 ⏱ ask in reading.looking',
      'sdk.0.1 ⏱ ask in storing.starting',
      'sdk.0.0 ⏱ ask in storing.starting',
      'sdk.0.1 ⏱ transfer in sdma.transferring',
      'sdk.0.1 ⏱ tell in storing.ending',
      'sdk.0.1 ⏱ ask in reading.looking',
      'sdk.0.1 ⏱ ask in reading.looking',
      'sdk.0.1 ⏱ ask in storing.starting',
      'sdk.0.0 ⏱ ask in reading.loading',
      'sdk.0.0 ⏱ read in reading.copying',
      'sdk.0.1 ⏱ ask in reading.loading',
      "server.1 ⏱ lease of sdk.0.1: LEASE_IS_OVER {from: 'sdk.0.1'}",
      'sdk.0.1 ⏱ read in reading.copying',
    ],
  },
};
