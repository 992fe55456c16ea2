import { assign, setup } from 'xstate';
import type { OperationIssued } from '../../machines/interconnect/posting.js';

type OperationName = OperationIssued['operation'];

/** What a die issues for each message: it moves the data, or does not, and then adds one at the other end. */
export interface Turn {
  readonly moves: OperationName | null;
  readonly adds: OperationName;
}

export interface MovedByOneSideInput {
  /** Of each component that is heard. */
  readonly turns: Readonly<Record<string, Turn>>;
}

interface MovedByOneSideContext extends MovedByOneSideInput {
  /** By component: messages that it has moved, and for which it has not added one. */
  readonly moved: Readonly<Record<string, number>>;
}

/**
 * Data goes over the Unified Bus once, by the side whose turn it is: senders write into rings at the receiver, or the receiver reads out of rings at the senders
 * (docs/paper/facts.md 13.3). Who moves a message has issued that before it adds to head or tail. It hears whoever issues operations.
 */
export const movedByOneSide = setup({
  types: {} as {
    context: MovedByOneSideContext;
    input: MovedByOneSideInput;
    events: OperationIssued & { readonly component: string };
  },
  guards: {
    isMove: ({ context, event }) => context.turns[event.component]!.moves === event.operation,
    isAddition: ({ context, event }) => {
      const { moves, adds } = context.turns[event.component]!;
      return adds === event.operation && (moves === null || context.moved[event.component]! > 0);
    },
  },
  actions: {
    countMove: assign({
      moved: ({ context: { moved }, event: { component } }) => ({
        ...moved,
        [component]: moved[component]! + 1,
      }),
    }),
    countAddition: assign({
      moved: ({ context: { moved, turns }, event: { component } }) =>
        turns[component]!.moves === null ? moved : { ...moved, [component]: moved[component]! - 1 },
    }),
  },
}).createMachine({
  id: 'moved-by-one-side',
  context: ({ input: { turns } }) => ({
    turns,
    moved: Object.fromEntries(Object.keys(turns).map((component) => [component, 0])),
  }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        ISSUED: [
          { guard: 'isMove', actions: 'countMove' },
          { guard: 'isAddition', actions: 'countAddition' },
          'violated',
        ],
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
