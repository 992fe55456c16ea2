import { assign, emit, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

/** Rows written into the window: copies of tokens for the die's experts, or results for its own tokens. */
export interface Rows {
  readonly type: 'COPIES' | 'RESULTS';
  readonly rows: number;
}

/** A die has sent all the copies that it has for this one, be it none. */
export interface Flag {
  readonly type: 'FLAG';
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

interface RowWindowContext extends RowWindowInput {
  readonly flags: number;
  readonly received: number;
}

export interface RowsReceived {
  readonly type: 'ROWS_RECEIVED';
  readonly operator: 'dispatch' | 'combine';
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
    emitted: RowsReceived;
  },
  guards: {
    isLastFlag: ({ context }) => context.flags + 1 === context.dies,
    isLastResult: ({ context, event }) => context.received + (event as Rows).rows === context.results,
  },
  actions: {
    countFlag: assign({ flags: ({ context }) => context.flags + 1 }),
    countResults: assign({ received: ({ context, event }) => context.received + (event as Rows).rows }),
    tellFlags: enqueueActions(({ enqueue }) => {
      enqueue.sendTo(componentRef('die'), { type: 'ALL_FLAGS' } satisfies AllFlags);
    }),
    tellResults: enqueueActions(({ enqueue }) => {
      enqueue.sendTo(componentRef('die'), { type: 'ALL_RESULTS' } satisfies AllResults);
    }),
    noteCopies: emit(({ event }) => ({
      type: 'ROWS_RECEIVED' as const,
      operator: 'dispatch' as const,
      rows: (event as Rows).rows,
    })),
    noteResults: emit(({ event }) => ({
      type: 'ROWS_RECEIVED' as const,
      operator: 'combine' as const,
      rows: (event as Rows).rows,
    })),
  },
}).createMachine({
  id: 'row-window',
  context: ({ input }) => ({ ...input, flags: 0, received: 0 }),
  initial: 'open',
  states: {
    open: {
      tags: 'rest',
      on: {
        COPIES: { actions: 'noteCopies' },
        FLAG: [{ guard: 'isLastFlag', actions: ['countFlag', 'tellFlags'] }, { actions: 'countFlag' }],
        RESULTS: [
          { guard: 'isLastResult', actions: ['countResults', 'noteResults', 'tellResults'] },
          { actions: ['countResults', 'noteResults'] },
        ],
      },
    },
  },
});
