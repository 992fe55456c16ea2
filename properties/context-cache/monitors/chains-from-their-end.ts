import { assign, setup } from 'xstate';
import type { CopyObservation } from '../../../machines/cache/cache-protocol.js';

interface ChainsInput {
  /** By block the one that it continues, as prompts have it; whoever stores a block says so, too. */
  readonly parents: Readonly<Record<string, string>>;
}

interface ChainsContext extends ChainsInput {
  /** Blocks that the server has. */
  readonly kept: readonly string[];
}

/**
 * A server evicts no block while it has one that continues it, which would be of no use any more (https://github.com/kvcache-ai/Mooncake/issues/1772). What is lost
 * with the server is another matter. It hears one server.
 */
export const chainsFromTheirEnd = setup({
  types: {} as {
    context: ChainsContext;
    input: ChainsInput;
    events: CopyObservation & { readonly component: string };
  },
  guards: {
    isContinued: ({ context, event: { why, key } }) =>
      why === 'evicted' && context.kept.some((each) => context.parents[each] === key),
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
        COPY_DROPPED: [{ guard: 'isContinued', target: 'violated' }, { actions: 'noteDropped' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
