import { assign } from 'xstate';
import type { RouterContext } from '../../../machines/serving/instance-router.js';
import type { WorkOver } from '../../../machines/serving/request-messages.js';
import type { RequestLifeFault } from '../fault.js';

/** In the report it is the health check that sets the count to zero; here it is the end of a request. */
export const resetLoads: RequestLifeFault = {
  title: "the router's count of a node's work is set to zero while the node has work",
  link: 'https://github.com/vllm-project/router/issues/197',
  kinship: 'its kind',
  property: 'loads-are-right of prefill.0',
  configuration: { requests: 2, tokens: 1, growth: 0 },
  patch: {
    provide: {
      'instance-router': {
        actions: {
          countOver: assign({
            loads: ({ context, event }) => ({
              ...(context as RouterContext).loads,
              [(event as unknown as WorkOver).node]: 0,
            }),
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'prefill node 0 has computed the first prompt (step 4) and has the second one still: the router counts none',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'client.1 ⏱ arrive in idle',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
    ],
  },
};
