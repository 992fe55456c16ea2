import { assertEvent, assign, emit, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

/** Rows written into the window: copies of tokens for the die's experts, or results for its own tokens. */
export interface Rows {
  readonly type: 'COPIES' | 'RESULTS';
  readonly rows: number;
}

/** A die has sent all the copies that it has for this one: so many, be it none. */
export interface Flag {
  readonly type: 'FLAG';
  readonly rows: number;
}

/** All dies have. */
export interface AllFlags {
  readonly type: 'ALL_FLAGS';
}

/** All results of the die's own tokens are there. */
export interface AllResults {
  readonly type: 'ALL_RESULTS';
}

export interface RowWindowInput {
  readonly dies: number;
  /** Results that the die's tokens have: copies of a token by tokens. */
  readonly results: number;
}

export interface RowWindowContext extends RowWindowInput {
  readonly flags: number;
  readonly received: number;
}

export interface RowsReceived {
  readonly type: 'ROWS_RECEIVED';
  readonly operator: 'dispatch' | 'combine';
  readonly rows: number;
}

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
    events: Rows | Flag;
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
    countFlag: assign({ flags: ({ context }) => context.flags + 1 }),
    countResults: assign({
      received: ({ context, event }) => {
        assertEvent(event, 'RESULTS');
        return context.received + event.rows;
      },
    }),
    tellFlags: sendTo(componentRef('die'), { type: 'ALL_FLAGS' } satisfies AllFlags),
    tellResults: sendTo(componentRef('die'), { type: 'ALL_RESULTS' } satisfies AllResults),
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
      return { type: 'ROWS_RECEIVED', operator: 'combine', rows: event.rows } as const;
    }),
  },
}).createMachine({
  id: 'row-window',
  context: ({ input }) => ({ ...input, flags: 0, received: 0 }),
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
