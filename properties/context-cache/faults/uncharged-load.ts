import { sendTo } from 'xstate';
import type { Found } from '../../../machines/cache/evs-tier.js';
import type { ServerContext } from '../../../machines/cache/server-context.js';
import { componentRef } from '../../../src/index.js';
import type { ContextCacheFault } from '../fault.js';

interface Given {
  readonly context: ServerContext;
  readonly event: Found;
}

/** It goes on as if the controller had allowed it. */
const goOn = sendTo(
  componentRef((given: Given & Parameters<ReturnType<typeof componentRef>>[0]) => given.context.self),
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
        const space = chart.states!.serving!.states!.space!;
        space.on!.FOUND = { actions: goOn };
      },
    },
  },
  counterexample: {
    tells:
      'the quota is one block; d is read in from EVS, and nothing is charged, nor for de, which is given a slot, too (step 7)',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.loading',
      'server.0 ⏱ load in serving.recovery.reading',
      'sdk.0 ⏱ read in reading.copying',
      'sdk.0 ⏱ ask in reading.loading',
    ],
  },
};
