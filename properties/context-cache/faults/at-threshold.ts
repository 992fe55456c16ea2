import { victimOf } from '../../../machines/cache/dram-tier.js';
import type { ServerContext } from '../../../machines/cache/server-context.js';
import type { ContextCacheFault } from '../fault.js';

interface Given {
  readonly context: ServerContext;
}

export const atThreshold: ContextCacheFault = {
  title: 'textbook: a server evicts already when it has as many blocks as its threshold allows',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'evicts-for-cause of server.0',
  configuration: { instances: 1, servers: 1, slots: 2, high: 1 },
  patch: {
    provide: {
      'mp-server': {
        guards: {
          mustEvict: ({ context: { tier, high } }: Given) =>
            tier.slots.filter(({ state }) => state !== 'free').length >= high && victimOf(tier) !== undefined,
        },
      },
    },
  },
  counterexample: {
    tells:
      'd is put, and EVS has it; the threshold is one block, and the server evicts the only one that it has',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
      'server.0 ⏱ evict in serving.thresholds.above',
    ],
  },
};
