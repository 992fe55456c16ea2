import { assertEvent, assign, enqueueActions, sendTo } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { SpaceRequest, Started } from './cache-protocol.js';
import { freeSlot, type Room, usedSlots, victimOf, withoutSlot, withRequest } from './dram-tier.js';
import type { Charge, Refund } from './mp-controller.js';
import { ageId, copy, refundOf, type ServerEvent, serverParts } from './server-context.js';

/** For what a slot is evicted: to keep within the quota of a tenant only a block of his own is of help. */
function roomOf(event: ServerEvent): Room {
  if (event.type === 'OVER_QUOTA') return { tenant: event.request.tenant, parent: event.request.parent };
  return event.type === 'WITHIN_QUOTA' ? { parent: event.request.parent } : {};
}

/** A block goes, and its tenant has one less. */
const evicting = ['tellEvicted', 'refundVictim', 'evict'] as const;

/** What a server does to find space. */
export const spaceServer = serverParts.extend({
  guards: {
    isForPut: ({ event }) => {
      assertEvent(event, ['WITHIN_QUOTA', 'OVER_QUOTA']);
      return event.request.kind === 'put';
    },
    hasFreeSlot: ({ context }) => freeSlot(context.tier) >= 0,
    hasVictim: ({ context, event }) => victimOf(context.tier, roomOf(event)) !== undefined,
    mayNotEvict: ({ context }) => victimOf(context.tier) === undefined,
    mustEvict: ({ context: { tier, high } }) => usedSlots(tier) > high && victimOf(tier) !== undefined,
    isBelowLow: ({ context: { tier, high } }) => usedSlots(tier) < high,
  },
  delays: { age: 1, evict: 1 },
  actions: {
    charge: sendTo(componentRef('controller'), ({ context, event }): Charge => {
      assertEvent(event, ['PUT_START', 'FOUND', 'OVER_QUOTA']);
      if (event.type !== 'PUT_START') return { type: 'CHARGE', server: context.self, request: event.request };
      const { key, parent, tenant, from, put: of } = event;
      const request: SpaceRequest = { kind: 'put', key, parent, tenant, from, of };
      return { type: 'CHARGE', server: context.self, request };
    }),
    refundRequest: sendTo(componentRef('controller'), ({ context, event }): Refund => {
      assertEvent(event, 'WITHIN_QUOTA');
      return { type: 'REFUND', server: context.self, tenant: event.request.tenant };
    }),
    tellEvicted: enqueueActions(({ context: { tier }, event, enqueue }) => {
      const slot = tier.slots[victimOf(tier, roomOf(event))!]!;
      // Who judges the choice is told of what it was made, and not what the server has made of it.
      const cause = event.type === 'WITHIN_QUOTA' || event.type === 'OVER_QUOTA' ? event : null;
      enqueue.emit({ type: 'SLOT_EVICTED', key: slot.key, slots: tier.slots, cause });
      enqueue.emit(copy('COPY_DROPPED', slot, 'evicted'));
    }),
    refundVictim: sendTo(componentRef('controller'), ({ context, event }) =>
      refundOf(context, victimOf(context.tier, roomOf(event))!),
    ),
    evict: assign(({ context: { tier }, event }) => ({
      tier: withoutSlot(tier, victimOf(tier, roomOf(event))!),
    })),
    giveSlot: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'WITHIN_QUOTA');
      const { request } = event;
      const slot = freeSlot(context.tier);
      const tier = withRequest(context.tier, slot, request);
      enqueue.assign({ tier });
      enqueue.emit({ type: 'SLOT_GIVEN', slots: tier.slots });
      if (request.kind === 'load') return;
      const { self: server, memory, since } = context;
      const { of: put, from } = request;
      const started: Started = { type: 'STARTED', put, address: { server, memory, slot, since } };
      enqueue.sendTo(componentRef(from), started);
      enqueue.raise({ type: 'PUT_IS_OLD', put, from }, { delay: 'age', id: ageId(put) });
    }),
  },
});

/** How space that is asked for is found, within quotas. */
export const spaceRegion = spaceServer.createStateConfig({
  description:
    'Space is given within the quota of its tenant; what is used least recently makes room (docs/paper/facts.md 10).',
  on: {
    FOUND: { actions: 'charge' },
    OVER_QUOTA: [
      { guard: 'hasVictim', actions: [...evicting, 'charge'] },
      { guard: 'isForPut', actions: { type: 'answerPut', params: { type: 'NO_SPACE' } } },
      { actions: 'answerMissed' },
    ],
    WITHIN_QUOTA: [
      { guard: 'hasFreeSlot', actions: 'giveSlot' },
      { guard: 'hasVictim', actions: [...evicting, 'giveSlot'] },
      {
        guard: 'isForPut',
        actions: ['refundRequest', { type: 'answerPut', params: { type: 'NO_SPACE' } }],
      },
      { actions: ['refundRequest', 'answerMissed'] },
    ],
  },
});

/** How memory is kept below its threshold. */
export const thresholdsRegion = spaceServer.createStateConfig({
  description: 'Memory is kept below a threshold by least recent use (docs/paper/facts.md 10).',
  initial: 'within',
  states: {
    within: {
      description: 'There is no more in use than the high threshold, or nothing may go.',
      always: { guard: 'mustEvict', target: 'above' },
    },
    above: {
      description:
        'It evicts, one block after the other, until there is less in use than the high threshold, which may also come about in another way: a put is taken back, or a quota evicts.',
      always: [
        { guard: 'mayNotEvict', target: 'within' },
        { guard: 'isBelowLow', target: 'within' },
      ],
      after: { evict: { target: 'above', reenter: true, actions: evicting } },
    },
  },
});
