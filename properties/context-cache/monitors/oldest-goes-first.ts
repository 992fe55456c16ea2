import { assign, setup } from 'xstate';
import type { CopyObservation } from '../../../machines/cache/cache-protocol.js';
import type { UseObservation } from '../../../machines/cache/evs-tier.js';

interface OldestInput {
  /** Blocks that are there from before, the least recently used first. */
  readonly stored: readonly string[];
}

interface OldestContext {
  /** The least recently used first. */
  readonly used: readonly string[];
}

/** What EVS evicts is what was used least recently (docs/paper/facts.md 10: LRU). It hears EVS, and keeps its own account of what was used when. */
export const oldestGoesFirst = setup({
  types: {} as { context: OldestContext; input: OldestInput; events: CopyObservation | UseObservation },
  guards: { isOldest: ({ context, event }) => context.used[0] === event.key },
  actions: {
    noteUsed: assign(({ context, event }) => ({
      used: [...context.used.filter((key) => key !== event.key), event.key],
    })),
    noteDropped: assign(({ context, event }) => ({ used: context.used.filter((key) => key !== event.key) })),
  },
}).createMachine({
  id: 'oldest-goes-first',
  context: ({ input: { stored } }) => ({ used: stored }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        COPY_KEPT: { actions: 'noteUsed' },
        COPY_USED: { actions: 'noteUsed' },
        COPY_DROPPED: [{ guard: 'isOldest', actions: 'noteDropped' }, { target: 'violated' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
