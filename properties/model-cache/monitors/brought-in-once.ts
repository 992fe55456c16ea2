import { assign, setup } from 'xstate';
import type { CopyOfModel } from '../../../machines/cache/model-pool.js';

interface BroughtInContext {
  /** Versions that are in the pool, or on their way to it. */
  readonly there: readonly string[];
}

const nameOf = ({ model, version }: CopyOfModel): string => `${model}.${version}`;

/**
 * The pool has one copy of a version, whoever asks for it, in place of one for each node (docs/paper/facts.md 10): none is brought in that is there, or on its
 * way. It hears the pool.
 */
export const broughtInOnce = setup({
  types: {} as { context: BroughtInContext; events: CopyOfModel },
  guards: { isThere: ({ context, event }) => context.there.includes(nameOf(event)) },
  actions: {
    note: assign({ there: ({ context, event }) => [...context.there, nameOf(event)].sort() }),
    forget: assign({ there: ({ context, event }) => context.there.filter((each) => each !== nameOf(event)) }),
  },
}).createMachine({
  id: 'brought-in-once',
  context: { there: [] },
  initial: 'watching',
  states: {
    watching: {
      on: {
        MODEL_COPY_BEGUN: [{ guard: 'isThere', target: 'violated' }, { actions: 'note' }],
        MODEL_COPY_DROPPED: { actions: 'forget' },
      },
    },
    violated: { tags: 'violation' },
  },
});
