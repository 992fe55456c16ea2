import { assertEvent, enqueueActions, sendTo } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Address, Granted } from './cache-protocol.js';
import { changed, slotOf } from './dram-tier.js';
import type { Fetch, LookUp } from './evs-tier.js';
import { leaseId, slotWith } from './server-context.js';
import { spaceServer } from './server-space.js';

/** What a server does for who reads. */
export const readsServer = spaceServer.extend({
  guards: {
    isUnderWay: ({ context, event }) => {
      assertEvent(event, 'GET');
      return slotWith(context, event) !== undefined;
    },
    isKeptInPlace: ({ context, event }) => {
      assertEvent(event, 'RELEASE');
      const slot = context.tier.slots[event.slot]!;
      return event.since === context.since && slot.readers.includes(event.from);
    },
  },
  delays: { lease: 1 },
  actions: {
    lookInEvs: sendTo(componentRef('evs'), ({ event }): LookUp => {
      assertEvent(event, 'QUERY');
      return { type: 'LOOK_UP', key: event.key, from: event.from };
    }),
    fetchFromEvs: sendTo(componentRef('evs'), ({ context, event }): Fetch => {
      assertEvent(event, 'GET');
      const { key, parent, tenant, from } = event;
      return {
        type: 'FETCH',
        server: context.self,
        request: { kind: 'load', key, parent, tenant, from, put: '' },
      };
    }),
    keepInPlace: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, ['GET', 'LOADED']);
      const { self: server, memory, since, tier } = context;
      const slot = event.type === 'LOADED' ? event.slot : slotOf(tier, event.key);
      const { readers } = tier.slots[slot]!;
      // Of what is loaded the one that waits for it has been noted as its reader.
      const from = event.type === 'LOADED' ? readers[0]! : event.from;
      const all = [...new Set([...readers, from])].sort();
      enqueue.assign(({ context }) => ({ tier: changed(context.tier, slot, { readers: all }) }));
      enqueue.raise({ type: 'LEASE_IS_OVER', from }, { delay: 'lease', id: leaseId(from) });
      const address: Address = { server, memory, slot, since };
      enqueue.sendTo(componentRef(from), { type: 'ADDRESS', address } satisfies Granted);
    }),
    letGo: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, ['RELEASE', 'LEASE_IS_OVER']);
      const { from } = event;
      const at = context.tier.slots.findIndex(({ readers }) => readers.includes(from));
      const readers = context.tier.slots[at]!.readers.filter((reader) => reader !== from);
      enqueue.cancel(leaseId(from));
      enqueue.assign(({ context }) => ({ tier: changed(context.tier, at, { readers }) }));
    }),
  },
});

/** How blocks are found, and kept in their place while they are read. */
export const readsRegion = readsServer.createStateConfig({
  description: 'Who asks for a block is answered at once, but for what is to be read from EVS.',
  on: {
    QUERY: [
      { guard: 'isComplete', actions: { type: 'answer', params: { type: 'PRESENT' } } },
      { actions: 'lookInEvs' },
    ],
    GET: [
      { guard: 'isComplete', actions: ['touch', 'keepInPlace'] },
      { guard: 'isUnderWay', actions: { type: 'answer', params: { type: 'MISS' } } },
      { actions: 'fetchFromEvs' },
    ],
    RELEASE: [
      {
        guard: 'isKeptInPlace',
        actions: ['letGo', { type: 'answer', params: { type: 'VALID' } }],
      },
      { actions: { type: 'answer', params: { type: 'EXPIRED' } } },
    ],
    LEASE_IS_OVER: { actions: 'letGo' },
  },
});
