import { and, assign, sendTo, setup } from 'xstate';
import { always, type ComponentSpec, componentRef, defineNetwork, type Network } from '../../src/index.js';

interface NodeInput {
  /** Its own number, 1..nodes. */
  readonly number: number;
  /** The component that it sends to. */
  readonly next: string;
}

interface NodeContext extends NodeInput {
  /** The greatest number that it has taken for its own. */
  readonly maximum: number;
  /** The number of the nearest active neighbour before it; 0 until it is known. */
  readonly neighbour: number;
  /** It has told the winner's number itself. */
  readonly hasTold: boolean;
}

type NodeEvent = { readonly type: 'ONE' | 'TWO' | 'WINNER'; readonly number: number };

/** A node of the ring. While it is active it tells its number, then that of its neighbour; it stays active if the neighbour's is the greatest of three. */
const node = setup({
  types: {
    context: {} as NodeContext,
    input: {} as NodeInput,
    events: {} as NodeEvent,
    tags: {} as 'rest',
  },
  guards: {
    isOwn: ({ context, event }) => event.number === context.number,
    isMaximum: ({ context, event }) => event.number === context.maximum,
    isNeighbourGreatest: ({ context, event }) =>
      context.neighbour > event.number && context.neighbour > context.maximum,
    hasTold: ({ context }) => context.hasTold,
  },
  actions: {
    sendNumber: sendTo(
      componentRef(({ context }) => context.next),
      ({ context }) => ({ type: 'ONE', number: context.number }),
    ),
    sendNeighbour: sendTo(
      componentRef(({ context }) => context.next),
      ({ context }) => ({ type: 'ONE', number: context.neighbour }),
    ),
    passOne: sendTo(
      componentRef(({ context }) => context.next),
      ({ event }) => ({ type: 'ONE', number: event.number }),
    ),
    passTwo: sendTo(
      componentRef(({ context }) => context.next),
      ({ event }) => ({ type: 'TWO', number: event.number }),
    ),
    passWinner: sendTo(
      componentRef(({ context }) => context.next),
      ({ event }) => ({ type: 'WINNER', number: event.number }),
    ),
    noteNeighbour: assign({ neighbour: ({ event }) => event.number }),
    takeNeighbour: assign({ maximum: ({ context }) => context.neighbour }),
    noteTold: assign({ hasTold: true }),
  },
}).createMachine({
  id: 'node',
  context: ({ input }) => ({ ...input, maximum: input.number, neighbour: 0, hasTold: false }),
  initial: 'idle',
  states: {
    idle: { after: { 0: { target: 'electing', actions: 'sendNumber' } } },
    electing: {
      initial: 'active',
      states: {
        active: {
          on: {
            ONE: [
              { guard: 'isMaximum', actions: ['noteTold', 'passWinner'] },
              { actions: ['passTwo', 'noteNeighbour'] },
            ],
            TWO: [
              { guard: 'isNeighbourGreatest', actions: ['takeNeighbour', 'sendNeighbour'] },
              { target: 'passive' },
            ],
          },
        },
        passive: { on: { ONE: { actions: 'passOne' }, TWO: { actions: 'passTwo' } } },
      },
      on: {
        WINNER: [
          { guard: and(['isOwn', 'hasTold']), target: 'leader' },
          { guard: 'isOwn', target: 'leader', actions: 'passWinner' },
          { guard: 'hasTold', target: 'follower' },
          { target: 'follower', actions: 'passWinner' },
        ],
      },
    },
    leader: { tags: 'rest' },
    follower: { tags: 'rest' },
  },
});

/**
 * The election of a leader in a ring of one direction by Dolev, Klawe and Rodeh, as in the tests of SPIN (leader.pml), where the nodes have the numbers 3, 2, 1, 5, 4: of SPIN a message is received,
 * and the next one sent, in a step each; here in one.
 *
 * @param nodes 2 or more
 */
export function leaderElection(nodes: number): Network {
  const ids = Array.from({ length: nodes }, (_, at) => `node.${at}`);
  const components = ids.map((id, at): [string, ComponentSpec] => {
    const number = ((nodes + FIRST - (at + 1)) % nodes) + 1;
    return [id, { machine: node, input: { number, next: ids[(at + 1) % nodes]! } }];
  });
  return defineNetwork({
    name: `leader election among ${nodes}`,
    components: Object.fromEntries(components),
    // Who has not begun leaves messages where they are.
    channels: { default: { kind: 'fifo', deferring: true } },
    properties: [
      always('one leader at most', (view) => ids.filter((id) => view.matches(id, 'leader')).length <= 1),
      always('the greatest leads', (view) =>
        ids.every((id) => !view.matches(id, 'leader') || view.context<NodeContext>(id).number === nodes),
      ),
    ],
  });
}

/** Which number the nodes begin with. */
const FIRST = 3;
