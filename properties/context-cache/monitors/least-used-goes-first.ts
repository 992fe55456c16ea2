import { assign, setup } from 'xstate';
import type { CopyObservation } from '../../../machines/cache/cache-protocol.js';
import type { UseObservation } from '../../../machines/cache/evs-tier.js';
import type { EvictionObservation } from '../../../machines/cache/server-context.js';

interface LeastContext {
  /** Blocks that the server has, the least recently used first. */
  readonly used: readonly string[];
}

/** The blocks that may make room: nobody reads them, EVS has them, and nothing continues them. */
const mayGo = ({ slots, cause }: EvictionObservation): string[] =>
  slots
    .filter(
      ({ state, key, isDirty, readers, tenant }) =>
        state === 'complete' &&
        !isDirty &&
        readers.length === 0 &&
        key !== cause?.request.parent &&
        slots.every((other) => other.parent !== key) &&
        // To keep within the quota of a tenant only a block of his own is of help.
        (cause?.type !== 'OVER_QUOTA' || cause.request.tenant === tenant),
    )
    .map(({ key }) => key);

/**
 * Of the blocks that may make room a server evicts the one that was used least recently (docs/paper/facts.md 10: LRU). It hears one server, and keeps its own
 * account of what was used when. That a block goes which may not is seen by other claims (`chains-from-their-end`, `written-through`, `gets-what-was-put`).
 */
export const leastUsedGoesFirst = setup({
  types: {} as { context: LeastContext; events: CopyObservation | UseObservation | EvictionObservation },
  guards: {
    isSpared: ({ context: { used }, event }) => {
      if (event.type !== 'SLOT_EVICTED') return false;
      const earlier = used.slice(0, used.indexOf(event.key));
      return mayGo(event).some((key) => earlier.includes(key));
    },
  },
  actions: {
    noteUsed: assign(({ context, event }) => ({
      used: [...context.used.filter((key) => key !== event.key), event.key],
    })),
    noteDropped: assign(({ context, event }) => ({ used: context.used.filter((key) => key !== event.key) })),
  },
}).createMachine({
  id: 'least-used-goes-first',
  context: { used: [] },
  initial: 'watching',
  states: {
    watching: {
      on: {
        COPY_KEPT: { actions: 'noteUsed' },
        COPY_USED: { actions: 'noteUsed' },
        SLOT_EVICTED: { guard: 'isSpared', target: 'violated' },
        COPY_DROPPED: { actions: 'noteDropped' },
      },
    },
    violated: { tags: 'violation' },
  },
});
