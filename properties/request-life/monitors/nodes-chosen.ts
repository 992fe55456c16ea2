import { assertEvent, assign, setup } from 'xstate';
import type { NodeDied } from '../../../machines/serving/node-health.js';
import type { Blamed, NoneLeft, WorkGiven } from '../../../machines/serving/request-messages.js';

/**
 * A node gets no more work when the router has been told that it is down. It hears all who ask the router for nodes: who finds one dead tells the router so in
 * the same step.
 */
export const noWorkForTheDead = setup({
  types: {} as { context: { readonly down: readonly string[] }; events: Blamed | WorkGiven },
  guards: { isDown: ({ context, event }) => context.down.includes(event.node) },
  actions: {
    note: assign({ down: ({ context, event }) => [...new Set([...context.down, event.node])].sort() }),
  },
}).createMachine({
  id: 'no-work-for-the-dead',
  context: { down: [] },
  initial: 'watching',
  states: {
    watching: { on: { BLAMED: { actions: 'note' }, WORK_GIVEN: { guard: 'isDown', target: 'violated' } } },
    violated: { tags: 'violation', type: 'final' },
  },
});

interface NoneLeftInput {
  /** The nodes of each cluster that have not died. */
  readonly alive: Readonly<Record<NoneLeft['cluster'], readonly string[]>>;
}

/** Who asks for a node is told that none is left only if all nodes of that cluster have died. It hears the health of nodes, and all who ask. */
export const noneLeftIsTrue = setup({
  types: {} as { context: NoneLeftInput; input: NoneLeftInput; events: NodeDied | NoneLeft },
  guards: {
    isOneLeft: ({ context, event }) => {
      assertEvent(event, 'NONE_LEFT');
      return context.alive[event.cluster].length > 0;
    },
  },
  actions: {
    strike: assign({
      alive: ({ context: { alive }, event }) => {
        assertEvent(event, 'NODE_DIED');
        const without = (nodes: readonly string[]) => nodes.filter((node) => node !== event.node);
        return { prefill: without(alive.prefill), decode: without(alive.decode) };
      },
    }),
  },
}).createMachine({
  id: 'none-left-is-true',
  context: ({ input }) => input,
  initial: 'watching',
  states: {
    watching: {
      on: { NODE_DIED: { actions: 'strike' }, NONE_LEFT: { guard: 'isOneLeft', target: 'violated' } },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
