import { assign } from 'xstate';
import type { SdkContext } from '../../../machines/cache/sdk-context.js';
import type { ContextCacheFault } from '../fault.js';

/** Each rank asked the store, and went by its own answer. */
export const ranksForThemselves: ContextCacheFault = {
  title:
    'each rank goes by what it has found itself, and the ranks of an instance compute different suffixes',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/5030',
  property: 'ranks-agree of instance.0',
  configuration: { ranks: 2, instances: 1, stored: 1, prompts: 1 },
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
      'both ranks are told that d is there, and both have its address; the lease of one ends, which has read in vain and computes everything, while the other one computes behind d',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0.0 ⏱ ask in reading.looking',
      'sdk.0.0 ⏱ ask in reading.looking',
      'sdk.0.1 ⏱ ask in reading.looking',
      'sdk.0.1 ⏱ ask in reading.looking',
      'sdk.0.0 ⏱ ask in reading.loading',
      'sdk.0.1 ⏱ ask in reading.loading',
      'server.0 ⏱ load in serving.recovery.reading',
      'sdk.0.0 ⏱ read in reading.copying',
      'server.1 ⏱ load in serving.recovery.reading',
      "server.1 ⏱ lease of sdk.0.1 at 0: LEASE_IS_OVER {from: 'sdk.0.1', slot: 0}",
      'sdk.0.1 ⏱ read in reading.copying',
    ],
  },
};
