import { produce } from 'immer';
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Copy } from '../die/window-protocol.js';
import type { Computed, ComputeOrder } from '../moe/expert-ffn.js';
import type { Combined, CombineOrder } from '../moe/fused-combine.js';
import type { Dispatched, DispatchOrder } from '../moe/fused-dispatch.js';
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
  readonly microbatch: number;
  readonly microbatches: number;
  readonly layers: number;
  /** All dies run the same number of layers; a die that finds itself without tokens at the end adds one (fault D4). */
  readonly stepCount: 'agreed' | 'local';
  readonly wiring: {
    readonly self: string;
    readonly dispatch: string;
    readonly expert: string;
    readonly combine: string;
    /** The stream of the microbatch whose turn is next; empty with one microbatch. */
    readonly next: string;
  };
}

interface StreamContext extends StreamInput {
  readonly layer: number;
  readonly routing: Routing;
  readonly copies: readonly Copy[];
  /** The sums of the last layer, where tokens carry numbers. */
  readonly combined: { readonly item: number; readonly tokens: readonly CombinedToken[] };
  /** Starts that this microbatch may make before its predecessor starts again. */
  readonly turns: number;
}

type StreamEvent =
  Route | Turn | Dispatched | Computed | Combined | { readonly type: 'GIVEN_UP' } | { readonly type: 'HALT' };

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
  },
  guards: {
    hasTurn: ({ context }) => context.turns > 0,
    isLastLayer: ({ context: { layer, layers, stepCount, routing } }) => {
      const isExtended = stepCount === 'local' && layer + 1 === layers && routing.length === 0;
      return layer + 1 >= layers && !isExtended;
    },
  },
  actions: {
    noteTurn: assign(({ context }) =>
      produce(context, (draft) => {
        draft.turns++;
      }),
    ),
    noteRouting: assign(({ context, event }) =>
      produce(context, (draft) => {
        Object.assign(draft, { routing: (event as Route).routing });
      }),
    ),
    passTurn: enqueueActions(({ context, enqueue }) => {
      if (context.microbatches === 1) return;
      enqueue.sendTo(componentRef(context.wiring.next), { type: 'TURN' });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.turns--;
        }),
      );
    }),
    tellNext: enqueueActions(({ context, enqueue }) => {
      if (context.microbatches === 1) return;
      enqueue.sendTo(componentRef(context.wiring.next), { type: 'GIVEN_UP' });
    }),
    startDispatch: sendTo(
      componentRef(({ context }) => context.wiring.dispatch),
      ({ context }): DispatchOrder => ({ type: 'DISPATCH', item: itemOf(context), routing: context.routing }),
    ),
    noteCopies: assign(({ context, event }) =>
      produce(context, (draft) => {
        Object.assign(draft, { copies: (event as Dispatched | Computed).copies });
      }),
    ),
    startExpert: sendTo(
      componentRef(({ context }) => context.wiring.expert),
      ({ context }): ComputeOrder => ({ type: 'COMPUTE', item: itemOf(context), copies: context.copies }),
    ),
    startCombine: sendTo(
      componentRef(({ context }) => context.wiring.combine),
      ({ context }): CombineOrder => {
        const { copies, routing } = context;
        return { type: 'COMBINE', item: itemOf(context), copies, routing };
      },
    ),
    nextLayer: assign(({ context, event }) =>
      produce(context, (draft) => {
        const { item, tokens } = event as Combined;
        const combined = tokens.length === 0 ? NOTHING_COMBINED : { item, tokens };
        Object.assign(draft, { layer: context.layer + 1, routing: [], copies: [], combined });
      }),
    ),
  },
}).createMachine({
  id: 'moe-stream',
  context: ({ input }) => ({
    ...input,
    layer: 0,
    routing: [],
    copies: [],
    combined: NOTHING_COMBINED,
    turns: input.microbatches === 1 || input.microbatch === 0 ? 1 : 0,
  }),
  on: {
    TURN: { actions: 'noteTurn' },
    GIVEN_UP: { target: '.halted', actions: 'tellNext' },
    HALT: { target: '.halted' },
  },
  initial: 'gating',
  states: {
    gating: {
      on: {
        ROUTE: {
          guard: 'hasTurn',
          target: 'dispatching',
          actions: ['noteRouting', 'startDispatch'],
        },
      },
    },
    dispatching: {
      on: { DISPATCHED: { target: 'computing', actions: ['passTurn', 'noteCopies', 'startExpert'] } },
    },
    computing: {
      on: { COMPUTED: { target: 'combining', actions: ['noteCopies', 'startCombine'] } },
    },
    combining: {
      on: {
        COMBINED: [
          { guard: 'isLastLayer', target: 'finished', actions: 'nextLayer' },
          { target: 'gating', actions: 'nextLayer' },
        ],
      },
    },
    finished: { tags: 'rest' },
    halted: {
      tags: 'rest',
      // What is under way may still end; the gate of a dead die routes nothing any more, so that ROUTE is not ignored here.
      on: { DISPATCHED: {}, COMPUTED: {}, COMBINED: {}, GIVEN_UP: {} },
    },
  },
});
