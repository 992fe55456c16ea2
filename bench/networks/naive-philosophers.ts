import { sendTo, setup } from 'xstate';
import { componentRef, defineNetwork, type Network } from '../../src/index.js';

interface PhilosopherContext {
  readonly leftFork: string;
  readonly rightFork: string;
}

type PhilosopherEvent = { type: 'TAKE_LEFT' } | { type: 'TAKE_RIGHT' } | { type: 'PUT_DOWN' };

const STIMULI: readonly PhilosopherEvent[] = [
  { type: 'TAKE_LEFT' },
  { type: 'TAKE_RIGHT' },
  { type: 'PUT_DOWN' },
];

/** Takes the left fork, then the right one, eats, and puts both down at once. */
const philosopher = setup({
  types: {
    context: {} as PhilosopherContext,
    input: {} as PhilosopherContext,
    events: {} as PhilosopherEvent,
    tags: {} as 'rest',
  },
  actions: {
    takeLeft: sendTo(
      componentRef(({ context }) => context.leftFork),
      { type: 'TAKE' },
    ),
    takeRight: sendTo(
      componentRef(({ context }) => context.rightFork),
      { type: 'TAKE' },
    ),
    putLeftDown: sendTo(
      componentRef(({ context }) => context.leftFork),
      {
        type: 'PUT_DOWN',
      },
    ),
    putRightDown: sendTo(
      componentRef(({ context }) => context.rightFork),
      {
        type: 'PUT_DOWN',
      },
    ),
  },
}).createMachine({
  id: 'philosopher',
  context: ({ input }) => input,
  initial: 'thinking',
  states: {
    // Philosophers may think for ever; whoever has a fork in hand may not stay so.
    thinking: { tags: 'rest', on: { TAKE_LEFT: { target: 'holdingLeft', actions: 'takeLeft' } } },
    holdingLeft: { on: { TAKE_RIGHT: { target: 'eating', actions: 'takeRight' } } },
    eating: { on: { PUT_DOWN: { target: 'thinking', actions: ['putLeftDown', 'putRightDown'] } } },
  },
});

/** A fork. It takes TAKE only while it lies on the table: until then the philosopher waits. */
const fork = setup({
  types: { events: {} as { type: 'TAKE' } | { type: 'PUT_DOWN' }, tags: {} as 'rest' },
}).createMachine({
  id: 'fork',
  initial: 'free',
  states: {
    free: { tags: 'rest', on: { TAKE: 'taken' } },
    taken: { on: { PUT_DOWN: 'free' } },
  },
});

/**
 * Dijkstra's dining philosophers, 2 or more, each taking the left fork first: the textbook deadlock, in which everybody
 * holds one fork.
 */
export function naivePhilosophers(philosophers: number): Network {
  const seats = Array.from({ length: philosophers }, (_, seat) => seat);
  const forkId = (seat: number) => `fork.${seat % philosophers}`;
  return defineNetwork({
    name: `naive philosophers, ${philosophers}`,
    components: {
      ...Object.fromEntries(
        seats.map((seat) => [
          `philosopher.${seat}`,
          {
            machine: philosopher,
            input: { leftFork: forkId(seat), rightFork: forkId(seat + 1) },
            stimuli: STIMULI,
          },
        ]),
      ),
      ...Object.fromEntries(seats.map((seat) => [forkId(seat), { machine: fork }])),
    },
    channels: { default: { kind: 'sync', deferring: true } },
  });
}
