import { assertEvent, assign, setup } from 'xstate';
import type { AttemptStarted } from '../../../machines/serving/global-scheduler.js';
import type { NodeChosen } from '../../../machines/serving/instance-router.js';
import type { NodeDied } from '../../../machines/serving/node-health.js';
import type { Blamed, NoneLeft, WorkGiven } from '../../../machines/serving/request-messages.js';

interface KnownDown {
  /** Nodes that the router has been told are down. */
  readonly down: readonly string[];
  /** Those of them that it had been told of when an attempt was begun; it is asked for a node with that. */
  readonly whenAsked: Readonly<Record<number, readonly string[]>>;
}

const withoutOf = ({ whenAsked }: KnownDown, request: number): KnownDown['whenAsked'] =>
  Object.fromEntries(Object.entries(whenAsked).filter(([asked]) => Number(asked) !== request));

/**
 * A node gets no more work when the router has been told that it is down. It hears all who ask the router for nodes: who finds one dead tells the router so in
 * the same step. The global scheduler may find several dead in one step; what it has asked for one request before it finds the next one dead is none of the router's doing.
 */
export const noWorkForTheDead = setup({
  types: {} as { context: KnownDown; events: AttemptStarted | Blamed | NoneLeft | WorkGiven },
  guards: {
    isDown: ({ context: { down, whenAsked }, event }) => {
      assertEvent(event, 'WORK_GIVEN');
      return (whenAsked[event.request] ?? down).includes(event.node);
    },
  },
  actions: {
    note: assign({
      down: ({ context, event }) => {
        assertEvent(event, 'BLAMED');
        return [...new Set([...context.down, event.node])].sort();
      },
    }),
    noteAsked: assign({
      whenAsked: ({ context, event }) => {
        assertEvent(event, 'ATTEMPT_STARTED');
        return { ...context.whenAsked, [event.request]: context.down };
      },
    }),
    noteAnswered: assign({
      whenAsked: ({ context, event }) => {
        assertEvent(event, ['WORK_GIVEN', 'NONE_LEFT']);
        return withoutOf(context, event.request);
      },
    }),
  },
}).createMachine({
  id: 'no-work-for-the-dead',
  context: { down: [], whenAsked: {} },
  initial: 'watching',
  states: {
    watching: {
      on: {
        BLAMED: { actions: 'note' },
        ATTEMPT_STARTED: { actions: 'noteAsked' },
        WORK_GIVEN: [{ guard: 'isDown', target: 'violated' }, { actions: 'noteAnswered' }],
        NONE_LEFT: { actions: 'noteAnswered' },
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});

/**
 * Work is given to a node that has no more of it than any other of its cluster that is up, by the router's own counts: that they are right is another claim
 * (`loads-are-right`). It hears the router.
 */
export const lightestIsChosen = setup({
  types: {} as { events: NodeChosen },
  guards: {
    isHeavier: ({ event: { node, loads } }) =>
      Object.values(loads).some((load) => load >= 0 && load < loads[node]!),
  },
}).createMachine({
  id: 'lightest-is-chosen',
  initial: 'watching',
  states: {
    watching: { on: { NODE_CHOSEN: { guard: 'isHeavier', target: 'violated' } } },
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
