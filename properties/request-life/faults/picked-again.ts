import { assign } from 'xstate';
import type { RouterContext } from '../../../machines/serving/instance-router.js';
import type { NodeDown } from '../../../machines/serving/request-messages.js';
import type { RequestLifeFault } from '../fault.js';

/** That a node has failed is forgotten with the request that has found it out. */
export const pickedAgain: RequestLifeFault = {
  title: 'the router does not remember that a node is dead, and gives it the next attempt',
  link: 'https://github.com/AMD-AGI/Infera/issues/82',
  property: 'no-work-for-the-dead',
  configuration: { requests: 1, decodes: 2, deaths: 1, of: 'decode' },
  patch: {
    provide: {
      'instance-router': {
        actions: {
          noteDown: assign({
            loads: ({ context, event }) => ({
              ...(context as RouterContext).loads,
              [(event as unknown as NodeDown).node]: 0,
            }),
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'decode node 0 dies, the global scheduler finds that out (step 3), and the router gives decode node 0 the second attempt although decode node 1 lives',
    steps: [
      'client.0 ⏱ arrive in idle',
      "environment ⇒ mishaps: DIE {to: 'decode.0.health'}",
      'scheduler ⏱ patience in serving',
    ],
  },
};
