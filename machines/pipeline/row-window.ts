import { assertEvent, assign, emit, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

/** Copies of tokens for the die's experts are written into the window. */
export interface Copies {
  readonly type: 'COPIES';
  readonly rows: number;
}

/** Results for the die's own tokens are. */
export interface Results {
  readonly type: 'RESULTS';
  readonly rows: number;
  /** How many of them an expert has computed; of the others comes what memory held in their place. */
  readonly computed: number;
}

/** A die has sent all the copies that it has for this one: so many, be it none. */
export interface Flag {
  readonly type: 'FLAG';
  readonly rows: number;
}

/** All dies have: so many copies in all, by their flags. */
export interface AllFlags {
  readonly type: 'ALL_FLAGS';
  readonly rows: number;
}

/** All results of the die's own tokens are there: so many. */
export interface AllResults {
  readonly type: 'ALL_RESULTS';
  readonly rows: number;
}

export interface RowWindowInput {
  readonly dies: number;
  /** Results that the die's tokens have: copies of a token by tokens. */
  readonly results: number;
}

export interface RowWindowContext extends RowWindowInput {
  readonly flags: number;
  /** Copies that are there, by the flags. */
  readonly copies: number;
  /** Results that are there. */
  readonly received: number;
}

/** Rows were written into the window; of results, so many of them are what an expert has computed. */
export type RowsReceived =
  | { readonly type: 'ROWS_RECEIVED'; readonly operator: 'dispatch'; readonly rows: number }
  | {
      readonly type: 'ROWS_RECEIVED';
      readonly operator: 'combine';
      readonly rows: number;
      readonly computed: number;
    };

/** A flag was written into the window: so many copies of its sender are there. */
export interface FlagReceived {
  readonly type: 'FLAG_RECEIVED';
  readonly rows: number;
}

/**
 * A die's receive memory where only counts matter: of flags, and of results (docs/paper/facts.md 4.4 and 4.5). What can go wrong with slots and halves is
 * in `ReceiveWindow`. It knows its die as `die`.
 */
export const rowWindow = setup({
  types: {} as {
    context: RowWindowContext;
    input: RowWindowInput;
    events: Copies | Results | Flag;
    emitted: RowsReceived | FlagReceived;
    tags: 'rest';
  },
  guards: {
    isLastFlag: ({ context }) => context.flags + 1 === context.dies,
    isLastResult: ({ context, event }) => {
      assertEvent(event, 'RESULTS');
      return context.received + event.rows === context.results;
    },
  },
  actions: {
    countFlag: assign(({ context, event }) => {
      assertEvent(event, 'FLAG');
      return { flags: context.flags + 1, copies: context.copies + event.rows };
    }),
    countResults: assign({
      received: ({ context, event }) => {
        assertEvent(event, 'RESULTS');
        return context.received + event.rows;
      },
    }),
    tellFlags: sendTo(
      componentRef('die'),
      ({ context }) => ({ type: 'ALL_FLAGS', rows: context.copies }) satisfies AllFlags,
    ),
    tellResults: sendTo(
      componentRef('die'),
      ({ context }) => ({ type: 'ALL_RESULTS', rows: context.received }) satisfies AllResults,
    ),
    noteCopies: emit(({ event }) => {
      assertEvent(event, 'COPIES');
      return { type: 'ROWS_RECEIVED', operator: 'dispatch', rows: event.rows } as const;
    }),
    noteFlag: emit(({ event }) => {
      assertEvent(event, 'FLAG');
      return { type: 'FLAG_RECEIVED', rows: event.rows } as const;
    }),
    noteResults: emit(({ event }) => {
      assertEvent(event, 'RESULTS');
      return {
        type: 'ROWS_RECEIVED',
        operator: 'combine',
        rows: event.rows,
        computed: event.computed,
      } as const;
    }),
  },
}).createMachine({
  id: 'row-window',
  context: ({ input }) => ({ ...input, flags: 0, copies: 0, received: 0 }),
  initial: 'open',
  states: {
    open: {
      description:
        'Holds what other dies write: copies, the flag of each die, results. All flags, and all results, are told to the die (docs/paper/facts.md 4.4 and 4.5, step 3).',
      tags: 'rest',
      on: {
        COPIES: { actions: 'noteCopies' },
        FLAG: [
          { guard: 'isLastFlag', actions: ['noteFlag', 'countFlag', 'tellFlags'] },
          { actions: ['noteFlag', 'countFlag'] },
        ],
        RESULTS: [
          { guard: 'isLastResult', actions: ['noteResults', 'countResults', 'tellResults'] },
          { actions: ['noteResults', 'countResults'] },
        ],
      },
    },
  },
});
