import { assertEvent, assign, setup } from 'xstate';
import type { NodeDied } from '../../../machines/serving/node-health.js';
import type { Blamed } from '../../../machines/serving/request-messages.js';

/** Whoever is taken for dead has died. It hears the health of nodes, and all who wait for nodes. */
export const blameNamesTheDead = setup({
  types: {} as { context: { readonly dead: readonly string[] }; events: NodeDied | Blamed },
  guards: {
    isDead: ({ context, event }) => context.dead.includes(event.node),
  },
  actions: {
    note: assign({
      dead: ({ context, event }) => {
        assertEvent(event, 'NODE_DIED');
        return [...context.dead, event.node].sort();
      },
    }),
  },
}).createMachine({
  id: 'blame-names-the-dead',
  context: { dead: [] },
  initial: 'watching',
  states: {
    watching: {
      on: { NODE_DIED: { actions: 'note' }, BLAMED: [{ guard: 'isDead' }, { target: 'violated' }] },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
