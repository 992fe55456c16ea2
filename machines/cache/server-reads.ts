import { assertEvent, enqueueActions, sendTo } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Address, Checked, Located, Told } from './cache-protocol.js';
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
      return context.tier.slots[event.slot]!.readers.includes(event.from);
    },
  },
  delays: { lease: 1 },
  actions: {
    answerPresent: enqueueActions(({ event, enqueue }) => {
      assertEvent(event, 'QUERY');
      enqueue.sendTo(componentRef(event.from), { type: 'PRESENT' } satisfies Told);
    }),
    lookInEvs: sendTo(componentRef('evs'), ({ event }): LookUp => {
      assertEvent(event, 'QUERY');
      return { type: 'LOOK_UP', key: event.key, from: event.from };
    }),
    fetchFromEvs: sendTo(componentRef('evs'), ({ context, event }): Fetch => {
      assertEvent(event, 'GET');
      const { key, parent, tenant, from, read: of } = event;
      return {
        type: 'FETCH',
        server: context.self,
        request: { kind: 'load', key, parent, tenant, from, of },
      };
    }),
    keepInPlace: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, ['GET', 'LOADED']);
      const { self: server, memory, since, tier } = context;
      const slot = event.type === 'LOADED' ? event.slot : slotOf(tier, event.key);
      const { readers, of } = tier.slots[slot]!;
      // Of what is loaded the one that waits for it has been noted as its reader.
      const { from, read } = event.type === 'LOADED' ? { from: readers[0]!, read: of } : event;
      const all = [...new Set([...readers, from])].sort();
      enqueue.assign(({ context }) => ({ tier: changed(context.tier, slot, { readers: all }) }));
      // Who asks again, since the answer was lost, has a lease already.
      const id = leaseId(from, slot);
      if (readers.includes(from) && event.type === 'GET') enqueue.cancel(id);
      enqueue.raise({ type: 'LEASE_IS_OVER', from, slot }, { delay: 'lease', id });
      enqueue.emit({ type: 'LEASE_GIVEN', from, slot });
      const address: Address = { server, memory, slot, since };
      enqueue.sendTo(componentRef(from), { type: 'ADDRESS', read, address } satisfies Located);
    }),
    letGo: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, ['RELEASE', 'LEASE_IS_OVER']);
      const { from, slot } = event;
      const readers = context.tier.slots[slot]!.readers.filter((reader) => reader !== from);
      enqueue.cancel(leaseId(from, slot));
      enqueue.emit({ type: 'LEASE_OVER', from, slot });
      enqueue.assign(({ context }) => ({ tier: changed(context.tier, slot, { readers }) }));
    }),
    answerChecked: enqueueActions(({ event, enqueue }, { type }: { readonly type: Checked['type'] }) => {
      assertEvent(event, 'RELEASE');
      const { from, slot, read } = event;
      if (type === 'EXPIRED') enqueue.emit({ type: 'LEASE_EXPIRED', from, slot });
      enqueue.sendTo(componentRef(from), { type, read } satisfies Checked);
    }),
  },
});

/** How blocks are found, and kept in their place while they are read. */
export const readsRegion = readsServer.createStateConfig({
  description: 'Who asks for a block is answered at once, but for what is to be read from EVS.',
  on: {
    QUERY: [{ guard: 'isComplete', actions: 'answerPresent' }, { actions: 'lookInEvs' }],
    GET: [
      { guard: 'isComplete', actions: ['tellUsed', 'touch', 'keepInPlace'] },
      { guard: 'isUnderWay', actions: 'answerMissed' },
      { actions: 'fetchFromEvs' },
    ],
    RELEASE: [
      {
        guard: 'isKeptInPlace',
        actions: ['letGo', { type: 'answerChecked', params: { type: 'VALID' } }],
      },
      { actions: { type: 'answerChecked', params: { type: 'EXPIRED' } } },
    ],
    LEASE_IS_OVER: { actions: 'letGo' },
  },
});
