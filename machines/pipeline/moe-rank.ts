import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { AllFlags, AllResults, Copies, Flag, Results } from './row-window.js';

/** Rows that a die sends in one step: to which windows, and how many to each. */
export type Chunk = readonly (readonly [window: string, rows: number])[];

export interface MoeRankInput {
  /** Its tokens' copies, chunk by chunk: one token each, or all tokens at once. */
  readonly dispatch: readonly Chunk[];
  /** The results that it owes for the rows that it gets: one row each, or all at once. */
  readonly combine: readonly Chunk[];
  /** Windows of all dies: each is told when the die has sent all its rows. */
  readonly windows: readonly string[];
  /** Nanoseconds: before the first chunk, and for each chunk, of both operators; and of the experts. */
  readonly dispatchStartNs: number;
  readonly dispatchChunkNs: number;
  readonly expertsNs: number;
  readonly combineStartNs: number;
  readonly combineChunkNs: number;
}

export interface MoeRankContext extends MoeRankInput {
  /** Chunks that have been sent in the present operator. */
  readonly sent: number;
  /** Rows that have come and wait for the experts; that these have computed, and wait to be sent; results that are summed. */
  readonly received: number;
  readonly computed: number;
  readonly summed: number;
}

export interface RowsSent {
  readonly type: 'ROWS_SENT';
  readonly operator: 'dispatch' | 'combine';
  readonly chunk: Chunk;
}

export interface MoeRankObservation {
  readonly type: 'DISPATCHED' | 'COMPUTED' | 'COMBINED';
}

type Operator = RowsSent['operator'];

/** How many of the rows of each window of a chunk are computed, if so many are. */
function computedOf(chunk: Chunk, computed: number): number[] {
  let left = computed;
  return chunk.map(([, rows]) => {
    const taken = Math.min(rows, left);
    left -= taken;
    return taken;
  });
}

/** Copies of the die's tokens for the experts of each window's die, where there are any. */
function copiesByWindow({ dispatch }: MoeRankInput): ReadonlyMap<string, number> {
  const copies = new Map<string, number>();
  for (const chunk of dispatch) {
    for (const [window, rows] of chunk) copies.set(window, (copies.get(window) ?? 0) + rows);
  }
  return copies;
}

const rowsSent = (operator: Operator, { [operator]: chunks, sent }: MoeRankContext): RowsSent => ({
  type: 'ROWS_SENT',
  operator,
  chunk: chunks[sent]!,
});

/**
 * One die in one MoE layer, row by row (docs/paper/facts.md 4.4 and 4.5; paper 4.2.1): it sends its tokens to their experts, chunk by chunk, then a flag with their count to
 * every die; has all that came computed when all flags are there; sends each result back to where its token is; and ends when it has all of its own.
 * With one chunk for everything it is the layer at the granularity of ranks.
 */
export const moeRank = setup({
  types: {} as {
    context: MoeRankContext;
    input: MoeRankInput;
    events: AllFlags | AllResults;
    emitted: RowsSent | MoeRankObservation;
  },
  guards: {
    isDispatched: ({ context }) => context.sent === context.dispatch.length,
    isCombined: ({ context }) => context.sent === context.combine.length,
  },
  delays: {
    startDispatch: ({ context }) => context.dispatchStartNs,
    dispatchChunk: ({ context }) => context.dispatchChunkNs,
    compute: ({ context }) => context.expertsNs,
    startCombine: ({ context }) => context.combineStartNs,
    combineChunk: ({ context }) => context.combineChunkNs,
  },
  actions: {
    sendCopies: enqueueActions(({ context, enqueue }) => {
      for (const [window, rows] of context.dispatch[context.sent]!) {
        enqueue.sendTo(componentRef(window), { type: 'COPIES', rows } satisfies Copies);
      }
    }),
    sendResults: enqueueActions(({ context, enqueue }) => {
      const chunk = context.combine[context.sent]!;
      const computed = computedOf(chunk, context.computed);
      for (const [at, [window, rows]] of chunk.entries()) {
        const results: Results = { type: 'RESULTS', rows, computed: computed[at]! };
        enqueue.sendTo(componentRef(window), results);
      }
      enqueue.assign({ computed: computed.reduce((left, taken) => left - taken, context.computed) });
    }),
    noteCopies: emit(({ context }) => rowsSent('dispatch', context)),
    noteResults: emit(({ context }) => rowsSent('combine', context)),
    countChunk: assign({ sent: ({ context }) => context.sent + 1 }),
    startOver: assign({ sent: 0 }),
    raiseFlags: enqueueActions(({ context, enqueue }) => {
      const copies = copiesByWindow(context);
      for (const window of context.windows) {
        const rows = copies.get(window) ?? 0;
        enqueue.sendTo(componentRef(window), { type: 'FLAG', rows } satisfies Flag);
      }
    }),
    takeIn: assign({
      received: ({ event }) => {
        assertEvent(event, 'ALL_FLAGS');
        return event.rows;
      },
    }),
    runExperts: assign({ received: 0, computed: ({ context }) => context.computed + context.received }),
    sum: assign({
      summed: ({ event }) => {
        assertEvent(event, 'ALL_RESULTS');
        return event.rows;
      },
    }),
    noteDispatch: emit({ type: 'DISPATCHED' }),
    noteExperts: emit({ type: 'COMPUTED' }),
    noteCombine: emit({ type: 'COMBINED' }),
  },
}).createMachine({
  id: 'moe-rank',
  context: ({ input }) => ({ ...input, sent: 0, received: 0, computed: 0, summed: 0 }),
  initial: 'beginning',
  states: {
    beginning: {
      description: 'Prepares to send: gating and start-up (docs/paper/facts.md 4.2).',
      after: { startDispatch: 'dispatching' },
    },
    dispatching: {
      description:
        'Sends the copies of its tokens to the dies of their experts, chunk by chunk (docs/paper/facts.md 4.4, step 1).',
      always: { guard: 'isDispatched', target: 'flagging' },
      after: {
        dispatchChunk: {
          target: 'dispatching',
          reenter: true,
          actions: ['sendCopies', 'noteCopies', 'countChunk'],
        },
      },
    },
    flagging: {
      description:
        'All copies are sent: tells every die so, with their count, be it none, and waits for the flags of all (docs/paper/facts.md 4.4, steps 2 and 3).',
      entry: 'raiseFlags',
      on: { ALL_FLAGS: { target: 'computing', actions: ['takeIn', 'noteDispatch', 'startOver'] } },
    },
    computing: {
      description: 'Its experts compute all rows that have come (docs/paper/facts.md 4.2).',
      after: { compute: { target: 'returning', actions: ['runExperts', 'noteExperts'] } },
    },
    returning: {
      description: 'Prepares to send results (docs/paper/facts.md 4.5).',
      after: { startCombine: 'combining' },
    },
    combining: {
      description:
        'Sends each result back to the die of its token, chunk by chunk (docs/paper/facts.md 4.5, steps 1 and 2).',
      always: { guard: 'isCombined', target: 'waiting' },
      after: {
        combineChunk: {
          target: 'combining',
          reenter: true,
          actions: ['sendResults', 'noteResults', 'countChunk'],
        },
      },
    },
    waiting: {
      description: 'Waits until all results of its own tokens are there (docs/paper/facts.md 4.5, step 3).',
      on: { ALL_RESULTS: { target: 'ended', actions: 'sum' } },
    },
    ended: {
      description: 'Has summed the results of its tokens (docs/paper/facts.md 4.5, step 3).',
      type: 'final',
      entry: 'noteCombine',
    },
  },
});
