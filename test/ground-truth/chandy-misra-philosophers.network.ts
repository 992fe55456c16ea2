import { produce } from 'immer';
import { assertEvent, assign, sendTo, setup } from 'xstate';
import {
  always,
  componentRef,
  defineNetwork,
  type FairnessSpec,
  leadsTo,
  type Network,
} from '../../src/index.js';

type Side = 'left' | 'right';
/** What a philosopher knows of a fork: `absent` when the neighbour has it. */
type Fork = 'absent' | 'dirty' | 'clean';

interface PhilosopherInput {
  /** 1..philosophers */
  readonly id: number;
  readonly philosophers: number;
  readonly left: Fork;
  readonly right: Fork;
}

interface PhilosopherContext {
  leftNeighbour: string;
  rightNeighbour: string;
  left: Fork;
  right: Fork;
}

/** It comes from a neighbour and goes to the side named. */
interface ForkEvent {
  type: 'FORK';
  side: Side;
}

function philosopherId(id: number): string {
  return `philosopher.${id}`;
}

/**
 * A philosopher of Chandy and Misra: hands dirty forks over, cleaned, and eats with two clean ones. The states are the
 * program counter of the PlusCal process together with its variable `hungry`: `hungry` and `sated` are at label Loop. `turn` is
 * one step of the process, which can always be taken.
 */
const philosopher = setup({
  types: {
    context: {} as PhilosopherContext,
    input: {} as PhilosopherInput,
    events: {} as ForkEvent,
  },
  guards: {
    leftIsDirty: ({ context }) => context.left === 'dirty',
    rightIsDirty: ({ context }) => context.right === 'dirty',
    bothAreClean: ({ context }) => context.left === 'clean' && context.right === 'clean',
  },
  actions: {
    // A fork between two philosophers is the right one of its left neighbour, and the other way round.
    handLeftOver: sendTo(
      componentRef(({ context }) => context.leftNeighbour),
      {
        type: 'FORK',
        side: 'right',
      },
    ),
    handRightOver: sendTo(
      componentRef(({ context }) => context.rightNeighbour),
      {
        type: 'FORK',
        side: 'left',
      },
    ),
    loseLeft: assign(({ context }) =>
      produce(context, (draft) => {
        draft.left = 'absent';
      }),
    ),
    loseRight: assign(({ context }) =>
      produce(context, (draft) => {
        draft.right = 'absent';
      }),
    ),
    takeFork: assign(({ context, event }) =>
      produce(context, (draft) => {
        assertEvent(event, 'FORK');
        draft[event.side] = 'clean';
      }),
    ),
    soilForks: assign(({ context }) =>
      produce(context, (draft) => {
        draft.left = 'dirty';
        draft.right = 'dirty';
      }),
    ),
  },
  delays: { turn: 1 },
}).createMachine({
  id: 'philosopher',
  context: ({ input }) => ({
    leftNeighbour: philosopherId(input.id === 1 ? input.philosophers : input.id - 1),
    rightNeighbour: philosopherId(input.id === input.philosophers ? 1 : input.id + 1),
    left: input.left,
    right: input.right,
  }),
  initial: 'hungry',
  on: { FORK: { actions: 'takeFork' } },
  states: {
    hungry: {
      after: {
        turn: [
          { guard: 'leftIsDirty', target: 'hungry', reenter: true, actions: ['handLeftOver', 'loseLeft'] },
          { guard: 'rightIsDirty', target: 'hungry', reenter: true, actions: ['handRightOver', 'loseRight'] },
          { guard: 'bothAreClean', target: 'eating' },
          // A hungry philosopher without forks keeps looking: a step of the process that changes nothing.
          { target: 'hungry', reenter: true },
        ],
      },
    },
    eating: { after: { turn: { target: 'sated', actions: 'soilForks' } } },
    sated: {
      after: {
        turn: [
          { guard: 'leftIsDirty', target: 'thinking', actions: ['handLeftOver', 'loseLeft'] },
          { guard: 'rightIsDirty', target: 'thinking', actions: ['handRightOver', 'loseRight'] },
          { target: 'thinking' },
        ],
      },
    },
    thinking: { after: { turn: 'hungry' } },
  },
});

/**
 * The dining philosophers of Chandy and Misra, 3 or more, after DiningPhilosophers.tla by Hemphill (tlaplus/Examples,
 * specifications/DiningPhilosophers). The specification keeps the forks in a shared array; here each philosopher keeps
 * what it holds, and handing a fork over is a message received within the same step, so the states correspond. Its processes are
 * `fair`: weakly.
 */
export function chandyMisraPhilosophers(philosophers: number, fairness: FairnessSpec = 'weak'): Network {
  const ids = Array.from({ length: philosophers }, (_, index) => index + 1);
  // Every fork lies dirty with its lower-numbered philosopher; fork f is between the philosophers f - 1 and f.
  const holderOf = (fork: number) => (fork === 2 ? 1 : fork);
  const initially = (fork: number, id: number): Fork => (holderOf(fork) === id ? 'dirty' : 'absent');
  const inputOf = (id: number): PhilosopherInput => ({
    id,
    philosophers,
    left: initially(id, id),
    right: initially(id === philosophers ? 1 : id + 1, id),
  });
  return defineNetwork({
    name: `Chandy-Misra philosophers, ${philosophers}`,
    components: Object.fromEntries(
      ids.map((id) => [philosopherId(id), { machine: philosopher, input: inputOf(id) }]),
    ),
    channels: { default: { kind: 'sync' } },
    fairness,
    properties: [
      always('neighbours do not eat together', (view) =>
        ids.every((id) => {
          const right = id === philosophers ? 1 : id + 1;
          return !(view.matches(philosopherId(id), 'eating') && view.matches(philosopherId(right), 'eating'));
        }),
      ),
      // NobodyStarves of the specification.
      ...ids.map(philosopherId).map((id) =>
        leadsTo(
          `${id} eats`,
          (view) => view.matches(id, 'hungry'),
          (view) => view.matches(id, 'eating'),
        ),
      ),
    ],
  });
}
