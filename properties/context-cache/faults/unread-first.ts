import { assign } from 'xstate';
import type { PutEnd } from '../../../machines/cache/cache-protocol.js';
import type { ServerContext } from '../../../machines/cache/server-context.js';
import type { Loaded } from '../../../machines/cache/evs-tier.js';
import type { ContextCacheFault } from '../fault.js';

/** In the report the tier is a disk. */
export const unreadFirst: ContextCacheFault = {
  title: 'what was never read counts as never used, and goes before older blocks that were read',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/2976',
  kinship: 'its kind',
  property: 'least-used-goes-first of server.0',
  configuration: { requests: 2, prompts: 2, length: 2, servers: 1, instances: 1, slots: 3, high: 2 },
  patch: {
    provide: {
      'mp-server': {
        actions: {
          complete: assign(({ context, event }) => {
            const { tier } = context as ServerContext;
            const { put, slot } = event as unknown as PutEnd & Loaded;
            const at = slot ?? tier.slots.findIndex(({ of, state }) => of === put && state === 'writing');
            const isDirty = tier.slots[at]!.state === 'writing';
            const changes = { state: 'complete', of: '', isOld: false, isDirty } as const;
            const slots = tier.slots.with(at, { ...tier.slots[at]!, ...changes });
            return { tier: { slots, order: [at, ...tier.order] } };
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'd, de and df are put in this order, and EVS has them; nothing was read, and the server, whose threshold is two blocks, evicts df, which was put last, and keeps de',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
      'server.0 ⏱ evict in serving.thresholds.above',
    ],
  },
};
