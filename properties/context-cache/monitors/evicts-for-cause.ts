import { assign, setup } from 'xstate';
import type { Slot } from '../../../machines/cache/dram-tier.js';
import type { EvictionObservation, GivenObservation } from '../../../machines/cache/server-context.js';

interface CauseInput {
  /** Slots above which it may evict before it needs space; as many as there are slots: never. */
  readonly high: number;
}

interface CauseContext extends CauseInput {
  /** With the slot that it gave last it had more in use than the threshold, and has not evicted until there was less. Since then that can only have become less. */
  readonly wasAbove: boolean;
}

const inUse = (slots: readonly Slot[]): number => slots.filter(({ state }) => state !== 'free').length;

/**
 * A server evicts a block only to make room while all of its slots are in use, one of his own to keep a tenant within his quota, or once there was more in use than
 * its threshold, and until there is less (docs/paper/facts.md 10: thresholds). It hears one server. Whether a quota is used up only the controller knows.
 */
export const evictsForCause = setup({
  types: {} as { context: CauseContext; input: CauseInput; events: EvictionObservation | GivenObservation },
  guards: {
    hasNoCause: ({ context: { high, wasAbove }, event }) => {
      if (event.type !== 'SLOT_EVICTED') return false;
      const { key, slots, cause } = event;
      if (cause === null) return !wasAbove || inUse(slots) < high;
      if (cause.type === 'WITHIN_QUOTA') return inUse(slots) < slots.length;
      return slots.every((slot) => slot.key !== key || slot.tenant !== cause.request.tenant);
    },
  },
  actions: {
    noteGiven: assign(({ context: { high }, event: { slots } }) => ({ wasAbove: inUse(slots) > high })),
    // One slot less is in use from now on.
    noteEvicted: assign(({ context: { high, wasAbove }, event: { slots } }) => ({
      wasAbove: wasAbove && inUse(slots) > high,
    })),
  },
}).createMachine({
  id: 'evicts-for-cause',
  context: ({ input: { high } }) => ({ high, wasAbove: false }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        SLOT_GIVEN: { actions: 'noteGiven' },
        SLOT_EVICTED: [{ guard: 'hasNoCause', target: 'violated' }, { actions: 'noteEvicted' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
