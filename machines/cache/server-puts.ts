import { assertEvent, assign, enqueueActions } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { TakenBack } from './cache-protocol.js';
import { changed, type Slot, slotOf, withoutSlot } from './dram-tier.js';
import { ageId, limitId, putSlot, refundOf, slotWith } from './server-context.js';
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
      assertEvent(event, ['PUT_END', 'PUT_REVOKE', 'PUT_IS_OVER']);
      return putSlot(context, event.put, 'writing') >= 0;
    },
    takesBack: ({ context }) => context.takesBack,
    isDiscarded: ({ context, event }) => {
      assertEvent(event, ['PUT_END', 'PUT_REVOKE', 'PUT_IS_OVER']);
      return putSlot(context, event.put, 'discarded') >= 0;
    },
  },
  delays: { limit: 1 },
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
    stopAgeing: enqueueActions(({ context: { tier, takesBack }, event, enqueue }) => {
      assertEvent(event, ['PUT_END', 'PUT_REVOKE']);
      const slot = tier.slots.find(({ of }) => of === event.put)!;
      // Of one that is old the first of its two times is over.
      const isOld = slot.isOld || slot.state === 'discarded';
      if (!isOld) enqueue.cancel(ageId(event.put));
      else if (takesBack) enqueue.cancel(limitId(event.put));
    }),
    setLimit: enqueueActions(({ event, enqueue }) => {
      assertEvent(event, 'PUT_IS_OLD');
      const { put, from } = event;
      enqueue.raise({ type: 'PUT_IS_OVER', put, from }, { delay: 'limit', id: limitId(put) });
    }),
    boundLimit: enqueueActions(({ event, enqueue }) => {
      assertEvent(event, 'PUT_IS_OVER');
      const { put, from } = event;
      enqueue.sendTo(componentRef(from), { type: 'TAKEN_BACK', put } satisfies TakenBack);
    }),
    giveBack: enqueueActions(({ context, event, enqueue }, { state }: { readonly state: Slot['state'] }) => {
      assertEvent(event, ['PUT_END', 'PUT_REVOKE', 'PUT_IS_OVER']);
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
        actions: ['tellUsed', 'touch', { type: 'answerPut', params: { type: 'THERE' } }],
      },
      { guard: 'isYoung', actions: { type: 'answerPut', params: { type: 'THERE' } } },
      // The older one is discarded whether there is space for the newer one or not (https://github.com/kvcache-ai/Mooncake/pull/993): where there is none, neither is stored.
      { guard: 'isOvertaken', actions: ['discard', 'charge'] },
      { actions: 'charge' },
    ],
    PUT_END: [
      { guard: 'isPutOfSlot', actions: ['stopAgeing', 'tellKept', 'complete'] },
      { guard: 'isDiscarded', actions: ['stopAgeing', { type: 'giveBack', params: { state: 'discarded' } }] },
      {},
    ],
    PUT_REVOKE: [
      {
        guard: 'isPutOfSlot',
        actions: ['stopAgeing', { type: 'giveBack', params: { state: 'writing' } }],
      },
      { guard: 'isDiscarded', actions: ['stopAgeing', { type: 'giveBack', params: { state: 'discarded' } }] },
      {},
    ],
    PUT_IS_OLD: [{ guard: 'takesBack', actions: ['noteOld', 'setLimit'] }, { actions: 'noteOld' }],
    PUT_IS_OVER: [
      { guard: 'isPutOfSlot', actions: ['boundLimit', { type: 'giveBack', params: { state: 'writing' } }] },
      { actions: ['boundLimit', { type: 'giveBack', params: { state: 'discarded' } }] },
    ],
  },
});
