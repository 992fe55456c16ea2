import { assertEvent, assign, cancel, enqueueActions } from 'xstate';
import { componentRef } from '../../src/index.js';
import { changed, type Slot, slotOf, withoutSlot } from './dram-tier.js';
import { ageId, putSlot, refundOf, slotWith } from './server-context.js';
import { readsServer } from './server-reads.js';

/** What a server does for who stores. */
export const putsServer = readsServer.extend({
  guards: {
    isYoung: ({ context, event }) => {
      assertEvent(event, 'PUT_START');
      return slotWith(context, event)?.isOld === false;
    },
    isOvertaken: ({ context, event }) => {
      assertEvent(event, 'PUT_START');
      return slotWith(context, event)?.isOld === true;
    },
    isPutOfSlot: ({ context, event }) => {
      assertEvent(event, ['PUT_END', 'PUT_REVOKE']);
      return putSlot(context, event.put, 'writing') >= 0;
    },
    isDiscarded: ({ context, event }) => {
      assertEvent(event, ['PUT_END', 'PUT_REVOKE']);
      return putSlot(context, event.put, 'discarded') >= 0;
    },
  },
  actions: {
    noteOld: assign(({ context, event }) => {
      assertEvent(event, 'PUT_IS_OLD');
      return { tier: changed(context.tier, putSlot(context, event.put, 'writing'), { isOld: true }) };
    }),
    discard: assign(({ context, event }) => {
      assertEvent(event, 'PUT_START');
      return {
        tier: changed(context.tier, slotOf(context.tier, event.key), { state: 'discarded', isOld: false }),
      };
    }),
    stopAgeing: cancel(({ event }) => {
      assertEvent(event, ['PUT_END', 'PUT_REVOKE']);
      return ageId(event.put);
    }),
    giveBack: enqueueActions(({ context, event, enqueue }, { state }: { readonly state: Slot['state'] }) => {
      assertEvent(event, ['PUT_END', 'PUT_REVOKE']);
      const at = putSlot(context, event.put, state);
      enqueue.sendTo(componentRef('controller'), refundOf(context, at));
      enqueue.assign({ tier: withoutSlot(context.tier, at) });
    }),
  },
});

/** How puts begin and end. */
export const putsRegion = putsServer.createStateConfig({
  description: 'A put has a slot of its own until it ends.',
  on: {
    PUT_START: [
      // Whose key is there already is stored once (docs/paper/facts.md 10).
      {
        guard: 'isComplete',
        actions: ['touch', { type: 'answer', params: { type: 'THERE' } }],
      },
      { guard: 'isYoung', actions: { type: 'answer', params: { type: 'THERE' } } },
      { guard: 'isOvertaken', actions: ['discard', 'charge'] },
      { actions: 'charge' },
    ],
    PUT_END: [
      { guard: 'isPutOfSlot', actions: ['stopAgeing', 'tellKept', 'complete'] },
      { guard: 'isDiscarded', actions: { type: 'giveBack', params: { state: 'discarded' } } },
      {},
    ],
    PUT_REVOKE: [
      {
        guard: 'isPutOfSlot',
        actions: ['stopAgeing', { type: 'giveBack', params: { state: 'writing' } }],
      },
      { actions: { type: 'giveBack', params: { state: 'discarded' } } },
    ],
    PUT_IS_OLD: { actions: 'noteOld' },
  },
});
