import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { TargetObservation } from '../../../machines/cache/model-instance.js';
import type { PublishedObservation } from '../../../machines/cache/model-pool.js';

interface NewestInput {
  readonly models: number;
}

interface NewestContext {
  /** By model, the versions that have been published. */
  readonly published: readonly number[];
}

/** What an instance is told to switch to is the version that was published last (docs/paper/facts.md 10). It hears one instance, and the pool. */
export const newestWhenTold = setup({
  types: {} as {
    context: NewestContext;
    input: NewestInput;
    events: PublishedObservation | TargetObservation;
  },
  guards: {
    isNewest: ({ context, event }) =>
      event.type === 'TARGET_TOLD' && context.published[event.target.model] === event.target.version,
  },
  actions: {
    notePublished: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type === 'MODEL_PUBLISHED') draft.published[event.model]!++;
      }),
    ),
  },
}).createMachine({
  id: 'newest-when-told',
  context: ({ input }) => ({ published: Array.from({ length: input.models }, () => 1) }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        MODEL_PUBLISHED: { actions: 'notePublished' },
        TARGET_TOLD: [{ guard: 'isNewest' }, { target: 'violated' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
