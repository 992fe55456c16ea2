import { assign, setup } from 'xstate';
import type { CopyObservation } from '../../../machines/cache/cache-protocol.js';
import type { EvictionObservation } from '../../../machines/cache/server-context.js';

interface ChainsInput {
  /** By block the one that it continues, as prompts have it; whoever stores a block says so, too. */
  readonly parents: Readonly<Record<string, string>>;
}

interface ChainsContext extends ChainsInput {
  /** Blocks that the server has. */
  readonly kept: readonly string[];
}

/**
 * A server evicts no block while it has one that continues it, which would be of no use any more (https://github.com/kvcache-ai/Mooncake/issues/1772), nor for one
 * that continues it or while such a one is written: that one is kept only when the block has gone, so that to look at what is kept does not do. What is lost
 * with the server is another matter. It hears one server, and takes from it which block there is to be room for, but not what that one continues.
 */
export const chainsFromTheirEnd = setup({
  types: {} as {
    context: ChainsContext;
    input: ChainsInput;
    events: CopyObservation | EvictionObservation;
  },
  guards: {
    isContinued: ({ context, event }) =>
      event.type === 'COPY_DROPPED' &&
      event.why === 'evicted' &&
      context.kept.some((each) => context.parents[each] === event.key),
    isToBeContinued: ({ context: { parents }, event }) => {
      if (event.type !== 'SLOT_EVICTED') return false;
      const { key, slots, cause } = event;
      const isContinuedBy = (other: string) => parents[other] === key;
      return (
        (cause !== null && isContinuedBy(cause.request.key)) ||
        slots.some((slot) => slot.state !== 'discarded' && isContinuedBy(slot.key))
      );
    },
  },
  actions: {
    noteKept: assign(({ context, event: { key } }) => ({ kept: [...context.kept, key].sort() })),
    noteDropped: assign(({ context, event }) => ({ kept: context.kept.filter((key) => key !== event.key) })),
  },
}).createMachine({
  id: 'chains-from-their-end',
  context: ({ input }) => ({ ...input, kept: [] }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        COPY_KEPT: { actions: 'noteKept' },
        SLOT_EVICTED: { guard: 'isToBeContinued', target: 'violated' },
        COPY_DROPPED: [{ guard: 'isContinued', target: 'violated' }, { actions: 'noteDropped' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
