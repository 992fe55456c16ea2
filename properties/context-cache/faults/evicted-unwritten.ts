import { assign } from 'xstate';
import type { PutEnd } from '../../../machines/cache/cache-protocol.js';
import { changed, completed } from '../../../machines/cache/dram-tier.js';
import type { ServerContext } from '../../../machines/cache/server-context.js';
import type { ContextCacheFault } from '../fault.js';

interface Given {
  readonly context: ServerContext;
  readonly event: PutEnd;
}

/** Prompts that had been stored were not to be had again after memory had been needed for others. */
export const evictedUnwritten: ContextCacheFault = {
  title: 'a block may be evicted before it was written to disk, and is lost then',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/3331',
  kinship: 'its kind',
  property: 'written-through',
  configuration: { instances: 1, servers: 1, high: 1 },
  patch: {
    provide: {
      'mp-server': {
        actions: {
          complete: assign(({ context: { tier }, event: { put } }: Given) => {
            const at = tier.slots.findIndex((slot) => slot.of === put);
            return { tier: changed(completed(tier, at), at, { isDirty: false }) };
          }),
        },
      },
    },
  },
  counterexample: {
    tells: 'd and de are stored, and the server is above its threshold: it evicts de before EVS was given it',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'server.0 ⏱ evict in serving.thresholds.above',
    ],
  },
};
