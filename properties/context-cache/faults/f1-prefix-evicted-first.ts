import { assign, enqueueActions, sendTo } from 'xstate';
import type { CopyObservation } from '../../../machines/cache/cache-protocol.js';
import { withoutSlot } from '../../../machines/cache/dram-tier.js';
import type { Charged } from '../../../machines/cache/mp-controller.js';
import type { EvictionObservation, ServerContext } from '../../../machines/cache/server-context.js';
import { componentRef } from '../../../src/index.js';
import type { ContextCacheFault } from '../fault.js';

interface Given {
  readonly context: ServerContext;
}

/** The least recently used block that nobody reads and EVS has, whatever other blocks depend on it. */
const oldest = ({ tier: { slots, order } }: ServerContext): number =>
  order.find((at) => slots[at]!.readers.length === 0 && !slots[at]!.isDirty)!;

/** A prefix is found again and again, and not stored; what continues it is, and so is the younger one. */
export const prefixEvictedFirst: ContextCacheFault = {
  title: 'the least recently used block is evicted, though blocks that continue it stay and fill the store',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/1772',
  property: 'chains-from-their-end of server.0',
  configuration: { instances: 1, servers: 1, high: 1 },
  patch: {
    provide: {
      'mp-server': {
        actions: {
          tellEvicted: enqueueActions(({ context, event, enqueue }) => {
            const { slots } = (context as ServerContext).tier;
            const { key, parent } = slots[oldest(context as ServerContext)]!;
            const cause = 'request' in event ? (event as unknown as Charged) : null;
            const evicted: EvictionObservation = { type: 'SLOT_EVICTED', key, slots, cause };
            const dropped: CopyObservation = { type: 'COPY_DROPPED', key, parent, why: 'evicted' };
            enqueue.emit(evicted);
            enqueue.emit(dropped);
          }),
          refundVictim: sendTo(componentRef('controller'), ({ context }: Given) => {
            const { tenant } = context.tier.slots[oldest(context)]!;
            return { type: 'REFUND', server: context.self, tenant };
          }),
          evict: assign(({ context }: Given) => ({ tier: withoutSlot(context.tier, oldest(context)) })),
        },
      },
    },
  },
  counterexample: {
    tells:
      'd and de are stored, in this order, and EVS has both; the server is above its threshold, evicts d, which is older, and keeps de, which nobody can use without it',
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
      'server.0 ⏱ flush in serving.writeThrough.dirty',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
      'server.0 ⏱ evict in serving.thresholds.above',
    ],
  },
};
