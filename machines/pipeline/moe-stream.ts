import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Row } from '../moe/dense-output.js';
import type { Computed, ComputeOrder } from '../moe/expert-ffn.js';
import type { Combined, CombineOrder, Dispatched, DispatchOrder, Sum } from '../moe/fused-operator.js';
import type { CombinedToken } from '../moe/numbers.js';
import type { Routing } from '../moe/protocol.js';

/** The gate's choice for one item on one die. The environment makes it: any routing may come. */
interface Route {
  readonly type: 'ROUTE';
  readonly routing: Routing;
}

/** The microbatch before has ended its FusedDispatch: this one may start the next. */
interface Turn {
  readonly type: 'TURN';
}

export interface StreamInput {
  readonly die: number;
  readonly microbatch: number;
  readonly microbatches: number;
  readonly layers: number;
  readonly wiring: {
    readonly self: string;
    readonly dispatch: string;
    readonly expert: string;
    readonly combine: string;
    /** The stream of the microbatch whose turn is next; empty with one microbatch. */
    readonly next: string;
  };
}

/** The sums of an item: what its next layer begins with. */
interface CombinedTokens {
  readonly item: number;
  readonly tokens: readonly CombinedToken[];
}

export interface StreamContext extends StreamInput {
  readonly layer: number;
  readonly routing: Routing;
  /** The experts' input, then their results; and how many rows each expert has. */
  readonly rows: readonly Row[];
  readonly counts: readonly number[];
  /** The sums of the last layer, where tokens carry numbers. */
  readonly combined: CombinedTokens;
  /** Starts that this microbatch may make before its predecessor starts again. */
  readonly turns: number;
}

type StreamEvent =
  Route | Turn | Dispatched | Computed | Combined | { readonly type: 'GIVEN_UP' } | { readonly type: 'HALT' };

/**
 * What the stream was given: by the gate, by FusedCombine, and by a wait that somebody has given up. Of the sums it also tells what it keeps:
 * nothing where tokens carry no numbers.
 */
export type StreamObservation =
  | { readonly type: 'ROUTED'; readonly item: number; readonly routing: Routing }
  | {
      readonly type: 'SUMMED';
      readonly item: number;
      readonly sums: readonly Sum[];
      readonly kept: CombinedTokens;
    }
  | { readonly type: 'GAVE_UP'; readonly die: number; readonly microbatch: number }
  /** An operator or the experts have ended an item, and the stream has halted before. */
  | { readonly type: 'ENDED_LATE'; readonly item: number };

const NOTHING_COMBINED = { item: 0, tokens: [] };

const itemOf = ({ layer, microbatches, microbatch }: StreamContext): number =>
  layer * microbatches + microbatch;

/**
 * Stream 1 of the decode pipeline for one microbatch of one die (docs/paper/facts.md 6): gating, dispatch, expert, combine, layer after
 * layer. With several microbatches in flight their FusedDispatches follow each other in turn, in the same order on every die,
 * while experts and FusedCombines of others are still at work.
 */
export const moeStream = setup({
  types: {} as {
    context: StreamContext;
    input: StreamInput;
    events: StreamEvent;
    emitted: StreamObservation;
    tags: 'rest';
  },
  guards: {
    hasTurn: ({ context }) => context.turns > 0,
    isLastLayer: ({ context: { layer, layers } }) => layer + 1 === layers,
  },
  actions: {
    noteTurn: assign({ turns: ({ context }) => context.turns + 1 }),
    noteRouting: assign(({ event }) => {
      assertEvent(event, 'ROUTE');
      return { routing: event.routing };
    }),
    tellRouted: emit(({ context, event }) => {
      assertEvent(event, 'ROUTE');
      return { type: 'ROUTED', item: itemOf(context), routing: event.routing };
    }),
    passTurn: enqueueActions(({ context, enqueue }) => {
      if (context.microbatches === 1) return;
      enqueue.sendTo(componentRef(context.wiring.next), { type: 'TURN' });
      enqueue.assign({ turns: context.turns - 1 });
    }),
    tellGaveUp: emit(({ context: { die, microbatch } }) => ({ type: 'GAVE_UP', die, microbatch })),
    tellNext: enqueueActions(({ context, enqueue }) => {
      if (context.microbatches === 1) return;
      enqueue.sendTo(componentRef(context.wiring.next), { type: 'GIVEN_UP' });
    }),
    startDispatch: sendTo(
      componentRef(({ context }) => context.wiring.dispatch),
      ({ context }): DispatchOrder => ({ type: 'DISPATCH', item: itemOf(context), routing: context.routing }),
    ),
    noteRows: assign(({ event }) => {
      assertEvent(event, ['DISPATCHED', 'COMPUTED']);
      return { rows: event.rows, counts: event.type === 'DISPATCHED' ? event.counts : [] };
    }),
    startExpert: sendTo(
      componentRef(({ context }) => context.wiring.expert),
      ({ context }): ComputeOrder => {
        const { rows, counts } = context;
        return { type: 'COMPUTE', item: itemOf(context), rows, counts };
      },
    ),
    startCombine: sendTo(
      componentRef(({ context }) => context.wiring.combine),
      ({ context }): CombineOrder => {
        const { rows, routing } = context;
        return { type: 'COMBINE', item: itemOf(context), rows, routing };
      },
    ),
    tellSummed: emit(({ context, event }) => {
      assertEvent(event, 'COMBINED');
      const { item } = event;
      const sums = event.sums.map(({ token, results }) => ({ token, results }));
      return { type: 'SUMMED', item, sums, kept: context.combined };
    }),
    tellEndedLate: emit(({ event }) => {
      assertEvent(event, ['DISPATCHED', 'COMPUTED', 'COMBINED']);
      return { type: 'ENDED_LATE', item: event.item };
    }),
    nextLayer: assign(({ context, event }) => {
      assertEvent(event, 'COMBINED');
      const tokens = event.sums.flatMap(({ output }) => output ?? []);
      const combined = tokens.length === 0 ? NOTHING_COMBINED : { item: event.item, tokens };
      return { layer: context.layer + 1, routing: [], rows: [], counts: [], combined };
    }),
  },
}).createMachine({
  id: 'moe-stream',
  context: ({ input }) => ({
    ...input,
    layer: 0,
    routing: [],
    rows: [],
    counts: [],
    combined: NOTHING_COMBINED,
    turns: input.microbatches === 1 || input.microbatch === 0 ? 1 : 0,
  }),
  on: {
    TURN: { actions: 'noteTurn' },
    GIVEN_UP: { target: '.halted', actions: ['tellGaveUp', 'tellNext'] },
    HALT: { target: '.halted' },
  },
  initial: 'gating',
  states: {
    // Not at rest, although only its environment can go on: who serves owes it the tokens of every layer (see the fairness of the wiring).
    gating: {
      description:
        'The gate chooses experts for each token, as soon as it is the turn of this microbatch (docs/paper/facts.md 4.2 and 6).',
      on: {
        ROUTE: {
          guard: 'hasTurn',
          target: 'dispatching',
          actions: ['noteRouting', 'tellRouted', 'startDispatch'],
        },
      },
    },
    dispatching: {
      description: 'FusedDispatch is at work (docs/paper/facts.md 4.4).',
      on: { DISPATCHED: { target: 'computing', actions: ['passTurn', 'noteRows', 'startExpert'] } },
    },
    computing: {
      description: "The die's experts compute; the next microbatch may dispatch (docs/paper/facts.md 6).",
      on: { COMPUTED: { target: 'combining', actions: ['noteRows', 'startCombine'] } },
    },
    combining: {
      description: 'FusedCombine is at work (docs/paper/facts.md 4.5).',
      on: {
        COMBINED: [
          { guard: 'isLastLayer', target: 'finished', actions: ['nextLayer', 'tellSummed'] },
          { target: 'gating', actions: ['nextLayer', 'tellSummed'] },
        ],
      },
    },
    finished: { description: 'All layers are done.', tags: 'rest' },
    halted: {
      description: 'A peer is dead and the wait has been given up, or the own die has failed.',
      tags: 'rest',
      // What is under way may still end; the gate of a dead die routes nothing any more, so that ROUTE is not ignored here.
      on: {
        DISPATCHED: { actions: 'tellEndedLate' },
        COMPUTED: { actions: 'tellEndedLate' },
        COMBINED: { actions: 'tellEndedLate' },
        GIVEN_UP: {},
      },
    },
  },
});
