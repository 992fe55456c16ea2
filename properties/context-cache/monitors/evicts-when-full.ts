import { assign, setup } from 'xstate';
import type { CopyObservation } from '../../../machines/cache/cache-protocol.js';

export interface EvictsInput {
  /** Blocks that there is room for. */
  readonly blocks: number;
  /** Blocks that are there from before. */
  readonly stored: readonly string[];
}

interface EvictsContext {
  readonly blocks: number;
  readonly kept: readonly string[];
}

/** What EVS has it keeps until there is no room for it: it evicts nothing while it has less than it has room for (docs/paper/facts.md 10). It hears EVS. */
export const evictsWhenFull = setup({
  types: {} as { context: EvictsContext; input: EvictsInput; events: CopyObservation },
  guards: { hasRoom: ({ context: { blocks, kept } }) => kept.length < blocks },
  actions: {
    noteKept: assign(({ context, event: { key } }) => ({ kept: [...context.kept, key].sort() })),
    noteDropped: assign(({ context, event }) => ({ kept: context.kept.filter((key) => key !== event.key) })),
  },
}).createMachine({
  id: 'evicts-when-full',
  context: ({ input: { blocks, stored } }) => ({ blocks, kept: [...stored].sort() }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        COPY_KEPT: { actions: 'noteKept' },
        COPY_DROPPED: [{ guard: 'hasRoom', target: 'violated' }, { actions: 'noteDropped' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
