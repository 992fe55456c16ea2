import { assign } from 'xstate';
import type { InstanceContext } from '../../../machines/cache/caching-instance.js';
import type { RunTold } from '../../../machines/cache/sdk-protocol.js';
import type { ContextCacheFault } from '../fault.js';

interface Told {
  readonly context: InstanceContext;
  readonly event: RunTold;
}

/** What a lookup had found was taken for what was then loaded. */
export const byItsHits: ContextCacheFault = {
  title: 'an instance computes behind what its lookup has found, and a block is gone when it is to be loaded',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/9745',
  property: 'computes-on-loaded of instance.0',
  configuration: { instances: 1, stored: 1, prompts: 1 },
  patch: {
    provide: {
      'caching-instance': {
        actions: {
          startLoading: assign({ told: 0 }),
          noteTold: assign(({ context: { told, least }, event }: Told) => ({
            told: told + 1,
            least: event.type === 'HITS' ? Math.min(least, event.blocks) : least,
          })),
        },
      },
    },
    chart: {
      'caching-instance': ({ states }) => {
        const {
          actions: [tellRanks],
          ...others
        } = states!.awaitingPages!.always as {
          readonly actions: readonly unknown[];
        };
        states!.awaitingPages!.always = { ...others, actions: [tellRanks, 'startLoading'] };
      },
    },
  },
  counterexample: {
    tells:
      'd is found, and read from EVS into a slot of which the lease ends before it is read (step 7): nothing is in the page, and the instance computes behind d all the same',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.loading',
      'server.0 ⏱ load in serving.recovery.reading',
      "server.0 ⏱ lease of sdk.0 at 0: LEASE_IS_OVER {from: 'sdk.0', slot: 0}",
      'sdk.0 ⏱ read in reading.copying',
    ],
  },
};
