import { assign, setup } from 'xstate';
import type { CopyObservation } from '../../../machines/cache/cache-protocol.js';

interface ChainsContext {
  /** Blocks that the server has, as `key after parent`. */
  readonly kept: readonly CopyObservation[];
}

/**
 * A server evicts no block while it has one that continues it, which would be of no use any more (https://github.com/kvcache-ai/Mooncake/issues/1772). What is lost
 * with the server is another matter. It hears one server.
 */
export const chainsFromTheirEnd = setup({
  types: {} as { context: ChainsContext; events: CopyObservation & { readonly component: string } },
  guards: {
    isContinued: ({ context, event: { why, key } }) =>
      why === 'evicted' && context.kept.some(({ parent }) => parent === key),
  },
  actions: {
    noteKept: assign(({ context, event: { type, key, parent, why } }) => ({
      kept: [...context.kept, { type, key, parent, why }].sort((one, other) =>
        one.key < other.key ? -1 : 1,
      ),
    })),
    noteDropped: assign(({ context, event }) => ({
      kept: context.kept.filter(({ key }) => key !== event.key),
    })),
  },
}).createMachine({
  id: 'chains-from-their-end',
  context: { kept: [] },
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
