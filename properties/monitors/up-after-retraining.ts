import { setup } from 'xstate';
import type { LinkObservation } from '../../machines/interconnect/ub-path.js';

/** A link that went down is up only when its ends have been trained to each other again. It hears the paths. */
export const upAfterRetraining = setup({
  types: {} as { events: LinkObservation },
  guards: { isUntrained: ({ event }) => event.type === 'LINK_UP' && !event.isTrained },
}).createMachine({
  id: 'up-after-retraining',
  initial: 'watching',
  states: {
    watching: { on: { LINK_UP: { guard: 'isUntrained', target: 'violated' } } },
    violated: { tags: 'violation', type: 'final' },
  },
});
