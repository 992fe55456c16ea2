import type { RouterContext } from '../../../machines/serving/instance-router.js';
import type { Route } from '../../../machines/serving/request-messages.js';
import type { RequestLifeFault } from '../fault.js';

/** A node that says that it is busy is counted as one that has failed. */
export const busyIsDown: RequestLifeFault = {
  title:
    'the only node of its kind is busy, the router takes that for a failure, and says that there is none',
  link: 'https://github.com/sgl-project/sglang/pull/39464',
  property: 'none-left-is-true',
  configuration: { requests: 2, tokens: 1, growth: 0 },
  patch: {
    provide: {
      'instance-router': {
        guards: {
          hasNode: ({ context, event }: { readonly context: RouterContext; readonly event: Route }) =>
            context[event.cluster].some(({ node }) => context.loads[node] === 0),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the second request comes while the only decode node has the first one: it fails, for want of a node',
    steps: ['client.0 ⏱ arrive in idle', 'client.1 ⏱ arrive in idle'],
  },
};
