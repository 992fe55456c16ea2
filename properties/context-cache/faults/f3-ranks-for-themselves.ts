import { assign } from 'xstate';
import type { SdkContext } from '../../../machines/cache/mp-sdk.js';
import type { ContextCacheFault } from '../fault.js';

/** Each rank asked the store, and went by its own answer. */
export const ranksForThemselves: ContextCacheFault = {
  title: 'each rank goes by what it has found itself, and the ranks of an instance compute different suffixes',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/5030',
  property: 'ranks-agree of instance.0',
  configuration: { ranks: 2, instances: 1, requests: 2, slots: 1 },
  patch: {
    provide: {
      'mp-sdk': {
        actions: { useHits: assign({ used: ({ context }: { readonly context: SdkContext }) => context.found }) },
      },
    },
  },
  counterexample: { tells: '', steps: [] },
};
