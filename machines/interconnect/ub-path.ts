import { produce } from 'immer';
import { assertEvent, assign, emit, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import { DIES_PER_NODE, DIES_PER_PACKAGE, type PathClass } from '../../src/cloudmatrix/paper/interconnect.js';

/** The oldest operation of a writer's pipe wants to leave it. Its channel is `fifo` and `deferring`: it waits there until it can. */
export interface Post {
  readonly type: 'POST';
  readonly writer: string;
}

/** To the writer: its oldest posted operation is issued; it puts the message onto the fabric. */
export interface Issue {
  readonly type: 'ISSUE';
}

/** An issued operation has become visible at its destination. Not sent to a path without limit. */
export interface Credit {
  readonly type: 'CREDIT';
}

/** The die has failed. */
export interface Halt {
  readonly type: 'HALT';
}

/** A stimulus: the link goes down. */
export interface LinkDown {
  readonly type: 'LINK_DOWN';
}

/** What everybody on the die can see of the link, and whether its ends are trained to each other. */
export interface LinkObservation {
  readonly type: 'LINK_DOWN' | 'LINK_UP';
  readonly isTrained: boolean;
}

export interface UbPathInput {
  /** Operations that may be under way at once; 0: no limit. */
  readonly credits: number;
  /** Times that the link may go down. */
  readonly flaps: number;
}

export interface UbPathContext {
  /** 0: no limit, and nothing is counted. */
  readonly limit: number;
  /** That are free. */
  readonly credits: number;
  /** That are left. */
  readonly flaps: number;
  /** The ends of the link are trained to each other: lost whenever it goes down. */
  readonly isTrained: boolean;
}

/** How far it is between two dies, by their numbers in the supernode; a die is on its own package. */
export function pathClass(from: number, to: number): PathClass {
  const share = (dies: number) => Math.floor(from / dies) === Math.floor(to / dies);
  if (share(DIES_PER_PACKAGE)) return 'on-package';
  return share(DIES_PER_NODE) ? 'in-node' : 'cross-node';
}

/**
 * The way of one die into the Unified Bus. Operations wait in the pipes of their writers; the path *issues* them, one by one, while
 * the link is up and a credit is free. Each becomes *visible* at its destination at a time of its own (docs/paper/facts.md 4.4: no
 * flag may be issued in between). While a link is down and retrained nothing is issued; what is on the fabric
 * arrives all the same, because the link layer repeats it: nothing is lost, nothing is doubled.
 */
export const ubPath = setup({
  types: {} as {
    context: UbPathContext;
    input: UbPathInput;
    events: Post | Credit | Halt | LinkDown;
    emitted: LinkObservation;
    tags: 'rest';
  },
  guards: {
    isUnlimited: ({ context }) => context.limit === 0,
    hasCredit: ({ context }) => context.credits > 0,
    hasFlap: ({ context }) => context.flaps > 0,
  },
  delays: { detect: 1, retrain: 1 },
  actions: {
    takeCredit: assign(({ context }) =>
      produce(context, (draft) => {
        draft.credits--;
      }),
    ),
    takeCreditBack: assign(({ context }) =>
      produce(context, (draft) => {
        draft.credits++;
      }),
    ),
    countFlap: assign(({ context }) =>
      produce(context, (draft) => {
        draft.flaps--;
      }),
    ),
    issue: sendTo(
      componentRef(({ event }) => {
        assertEvent(event, 'POST');
        return event.writer;
      }),
      { type: 'ISSUE' },
    ),
    train: assign({ isTrained: true }),
    loseTraining: assign({ isTrained: false }),
    tellDown: emit(({ context }) => ({ type: 'LINK_DOWN', isTrained: context.isTrained }) as const),
    tellUp: emit(({ context }) => ({ type: 'LINK_UP', isTrained: context.isTrained }) as const),
  },
}).createMachine({
  id: 'ub-path',
  description:
    'What a die issues onto the Unified Bus (docs/paper/facts.md 1 and 2): in order, while the link is up and a credit is free.',
  context: ({ input }) => ({
    limit: input.credits,
    credits: input.credits,
    flaps: input.flaps,
    isTrained: true,
  }),
  on: {
    CREDIT: { actions: 'takeCreditBack' },
    HALT: { target: '.halted' },
  },
  initial: 'up',
  states: {
    up: {
      description: 'The oldest operation of each writer is issued if a credit is free.',
      tags: 'rest',
      entry: 'tellUp',
      exit: ['loseTraining', 'tellDown'],
      on: {
        POST: [
          { guard: 'isUnlimited', actions: 'issue' },
          { guard: 'hasCredit', actions: ['takeCredit', 'issue'] },
        ],
        LINK_DOWN: { guard: 'hasFlap', target: 'down', actions: 'countFlap' },
      },
    },
    down: {
      description:
        'The link is down, and nobody has noticed. Nothing is issued; what is under way arrives, as the link layer repeats it.',
      after: { detect: 'retraining' },
    },
    retraining: {
      description: 'The two ends of the link are trained to each other again. Nothing is issued yet.',
      after: { retrain: { target: 'up', actions: 'train' } },
    },
    halted: {
      description: 'The die has failed: what is posted goes nowhere.',
      tags: 'rest',
      on: { POST: {} },
    },
  },
});
