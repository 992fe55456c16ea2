import { assign } from 'xstate';
import type { SdkContext } from '../../../machines/cache/sdk-context.js';
import type { ContextCacheFault } from '../fault.js';

export const everyOther: ContextCacheFault = {
  title: 'textbook: of the blocks of a chain every other one is stored',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'all-stored',
  configuration: { instances: 1, servers: 1 },
  patch: {
    provide: {
      'mp-sdk': {
        actions: {
          nextToStore: assign(({ context }: { readonly context: SdkContext }) => ({
            toStore: context.toStore.slice(2),
          })),
        },
      },
    },
  },
  counterexample: { tells: 'TODO', steps: [] },
};
