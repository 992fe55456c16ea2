import { enqueueActions } from 'xstate';
import type { Get, Located } from '../../../machines/cache/cache-protocol.js';
import { changed, slotOf } from '../../../machines/cache/dram-tier.js';
import type { Loaded } from '../../../machines/cache/evs-tier.js';
import {
  leaseId,
  type LeaseObservation,
  type ServerContext,
} from '../../../machines/cache/server-context.js';
import { componentRef } from '../../../src/index.js';
import type { ContextCacheFault } from '../fault.js';

export const leaseTakenOver: ContextCacheFault = {
  title:
    'textbook: a block is kept for who asked for it last, and who reads it already is told that his lease is over',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'expired-when-over of server.0',
  configuration: { instances: 2, servers: 1, prompts: 1, length: 1, stored: 1 },
  patch: {
    provide: {
      'mp-server': {
        actions: {
          keepInPlace: enqueueActions(({ context, event, enqueue }) => {
            const { self: server, memory, since, tier } = context as ServerContext;
            const { type, key, from: asking, read: asked, slot: loaded } = event as unknown as Get & Loaded;
            const isLoaded = (type as string) === 'LOADED';
            const slot = isLoaded ? loaded : slotOf(tier, key);
            const { readers, of } = tier.slots[slot]!;
            const { from, read } = isLoaded ? { from: readers[0]!, read: of } : { from: asking, read: asked };
            enqueue.assign({ tier: changed(tier, slot, { readers: [from] }) });
            const id = leaseId(from, slot);
            if (!isLoaded && readers.includes(from)) enqueue.cancel(id);
            const given: LeaseObservation = { type: 'LEASE_GIVEN', from, slot };
            enqueue.raise({ type: 'LEASE_IS_OVER', from, slot } as never, { delay: 'lease' as never, id });
            enqueue.emit(given);
            const address = { server, memory, slot, since };
            enqueue.sendTo(componentRef(from), { type: 'ADDRESS', read, address } satisfies Located);
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'EVS has d, which is read in for sdk.0; before sdk.0 has read it sdk.1 is told its address, too (step 7), and sdk.0, which reads it in time, is told that its lease is over',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.loading',
      'instance.1 ⏱ arrive in idle',
      'sdk.1 ⏱ ask in reading.looking',
      'server.0 ⏱ load in serving.recovery.reading',
      'sdk.1 ⏱ ask in reading.loading',
      'sdk.0 ⏱ read in reading.copying',
    ],
  },
};
