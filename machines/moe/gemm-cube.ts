import { produce } from 'immer';
import { assign, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import { FLAG_SETS_MAX } from '../die/cross-core-flag.js';

/** Which of the experts of a die have tokens. The environment decides it. */
export interface Route {
  readonly type: 'ROUTE';
  readonly busy: readonly number[];
}

/** A vector core has passed its flag once. */
export interface Credit {
  readonly type: 'CREDIT';
  readonly vector: number;
}

/** A vector core that post-processes what the matrix core computes, and the flag between them. */
interface VectorWiring {
  readonly core: string;
  readonly flag: string;
}

export interface CubeInput {
  readonly experts: number;
  readonly vectors: readonly VectorWiring[];
  /** It computes on only while every flag has room for one more set. */
  readonly awaitsCredits: boolean;
}

interface CubeContext extends CubeInput {
  readonly busy: readonly number[];
  readonly expert: number;
  /** By vector core: sets that it has not passed. */
  readonly pending: readonly number[];
}

export type CubeObservation =
  | { readonly type: 'ROUTED'; readonly busy: readonly number[] }
  | { readonly type: 'EXPERT_COMPUTED'; readonly expert: number };

/**
 * The matrix core (AIC) of a grouped GEMM: it multiplies the tokens of one expert after the other, and sets the flag of each vector core
 * after each of them. Experts without tokens are passed over.
 */
export const gemmCube = setup({
  types: {} as {
    context: CubeContext;
    input: CubeInput;
    events: Route | Credit;
    emitted: CubeObservation;
  },
  guards: {
    isPastLast: ({ context }) => context.expert === context.experts,
    isEmpty: ({ context }) => !context.busy.includes(context.expert),
    hasRoom: ({ context }) =>
      !context.awaitsCredits || context.pending.every((pending) => pending < FLAG_SETS_MAX),
  },
  delays: { multiply: 1 },
  actions: {
    noteRoute: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.busy = [...(event as Route).busy];
      }),
    ),
    tellRoute: enqueueActions(({ context, event, enqueue }) => {
      const { busy } = event as Route;
      enqueue.emit({ type: 'ROUTED', busy });
      for (const { core } of context.vectors) enqueue.sendTo(componentRef(core), { type: 'ROUTE', busy });
    }),
    handOver: enqueueActions(({ context, enqueue }) => {
      enqueue.emit({ type: 'EXPERT_COMPUTED', expert: context.expert });
      for (const { flag } of context.vectors) enqueue.sendTo(componentRef(flag), { type: 'SET' });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.pending = draft.pending.map((pending) => pending + 1);
        }),
      );
    }),
    takeCredit: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.pending[(event as Credit).vector]!--;
      }),
    ),
    nextExpert: assign(({ context }) =>
      produce(context, (draft) => {
        draft.expert++;
      }),
    ),
  },
}).createMachine({
  id: 'gemm-cube',
  context: ({ input }) => ({ ...input, busy: [], expert: 0, pending: input.vectors.map(() => 0) }),
  on: { CREDIT: { actions: 'takeCredit' } },
  initial: 'idle',
  states: {
    idle: {
      on: { ROUTE: { target: 'choosing', actions: ['noteRoute', 'tellRoute'] } },
    },
    choosing: {
      always: [
        { guard: 'isPastLast', target: 'finished' },
        { guard: 'isEmpty', actions: 'nextExpert' },
        { guard: 'hasRoom', target: 'multiplying' },
      ],
    },
    multiplying: {
      after: { multiply: { target: 'choosing', actions: ['handOver', 'nextExpert'] } },
    },
    finished: { tags: 'rest' },
  },
});
