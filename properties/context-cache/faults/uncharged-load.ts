import { sendTo } from 'xstate';
import type { Found } from '../../../machines/cache/evs-tier.js';
import type { ServerContext } from '../../../machines/cache/mp-server.js';
import { componentRef } from '../../../src/index.js';
import type { ContextCacheFault } from '../fault.js';

interface Given {
  readonly context: ServerContext;
  readonly event: Found;
}

/** It goes on as if the controller had allowed it. */
const goOn = sendTo(
  componentRef(({ context, system }: Given & Parameters<ReturnType<typeof componentRef>>[0]) => (void system, context.self)),
  ({ event }: Given) => ({ type: 'WITHIN_QUOTA', request: event.request }),
);

/** Found in review: the path by which a block comes back into memory reserved nothing. */
export const unchargedLoad: ContextCacheFault = {
  title: 'what is read in from EVS takes memory that is not charged to its tenant',
  link: 'https://github.com/kvcache-ai/Mooncake/pull/2492',
  property: 'within-quota of tenant 0',
  configuration: { instances: 1, stored: 2, quota: 1, servers: 1, prompts: 1 },
  patch: {
    chart: {
      'mp-server': (chart) => {
        const requests = chart.states!.serving!.states!.requests!;
        requests.on!.FOUND = { actions: goOn };
      },
    },
  },
  counterexample: { tells: '', steps: [] },
};
