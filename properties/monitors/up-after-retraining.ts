import { assign, setup } from 'xstate';
import type { LinkObservation } from '../../machines/interconnect/ub-path.js';

interface UpContext {
  /** Paths whose links are up. */
  readonly up: readonly string[];
}

/**
 * A link that goes down is not trained any more, and it is up again only when its ends have been trained to each other; each is told once. It hears
 * the paths.
 */
export const upAfterRetraining = setup({
  types: {} as { context: UpContext; events: LinkObservation & { readonly component: string } },
  guards: {
    isTrainedAnew: ({ context, event }) => event.isTrained && !context.up.includes(event.component),
    isLost: ({ context, event }) => !event.isTrained && context.up.includes(event.component),
  },
  actions: {
    noteUp: assign({ up: ({ context, event }) => [...context.up, event.component].sort() }),
    noteDown: assign({ up: ({ context, event }) => context.up.filter((path) => path !== event.component) }),
  },
}).createMachine({
  id: 'up-after-retraining',
  context: { up: [] },
  initial: 'watching',
  states: {
    watching: {
      on: {
        LINK_UP: [{ guard: 'isTrainedAnew', actions: 'noteUp' }, { target: 'violated' }],
        LINK_DOWN: [{ guard: 'isLost', actions: 'noteDown' }, { target: 'violated' }],
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
