import { produce } from 'immer';
import { assertEvent, assign, enqueueActions, setup } from 'xstate';
import { FLAG_SETS_MAX } from '../../src/cloudmatrix/paper/die.js';
import { componentRef } from '../../src/index.js';
import type { WriteProduct } from './gemm-rows.js';

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

/** A vector core that post-processes what the matrix core computes, and the memory and the flag between them. */
interface VectorWiring {
  readonly core: string;
  readonly rows: string;
  readonly flag: string;
}

export interface CubeInput {
  readonly experts: number;
  readonly vectors: readonly VectorWiring[];
}

export interface CubeContext extends CubeInput {
  readonly busy: readonly number[];
  readonly expert: number;
  /** By vector core: sets that it has not passed. */
  readonly pending: readonly number[];
}

export interface CubeObservation {
  readonly type: 'ROUTED';
  readonly busy: readonly number[];
}

/**
 * The matrix core (AIC) of a grouped GEMM: it multiplies the tokens of one expert after the other, and sets the flag of each vector core
 * after each of them. Experts without tokens are passed over. It computes on only while every flag has room for one more set.
 */
export const gemmCube = setup({
  types: {} as {
    context: CubeContext;
    input: CubeInput;
    events: Route | Credit;
    emitted: CubeObservation;
    tags: 'rest';
  },
  guards: {
    isPastLast: ({ context }) => context.expert === context.experts,
    isEmpty: ({ context }) => !context.busy.includes(context.expert),
    hasRoom: ({ context }) => context.pending.every((pending) => pending < FLAG_SETS_MAX),
  },
  delays: { multiply: 1 },
  actions: {
    noteRoute: assign(({ context, event }) => {
      assertEvent(event, 'ROUTE');
      return produce(context, (draft) => {
        draft.busy = [...event.busy];
      });
    }),
    tellRoute: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'ROUTE');
      const { busy } = event;
      enqueue.emit({ type: 'ROUTED', busy });
      for (const { core } of context.vectors) enqueue.sendTo(componentRef(core), { type: 'ROUTE', busy });
    }),
    writeProduct: enqueueActions(({ context: { vectors, expert }, enqueue }) => {
      const product: WriteProduct = { type: 'WRITE_PRODUCT', expert, product: expert };
      for (const { rows } of vectors) enqueue.sendTo(componentRef(rows), product);
    }),
    setFlags: enqueueActions(({ context, enqueue }) => {
      for (const { flag } of context.vectors) enqueue.sendTo(componentRef(flag), { type: 'SET' });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.pending = draft.pending.map((pending) => pending + 1);
        }),
      );
    }),
    takeCredit: assign(({ context, event }) => {
      assertEvent(event, 'CREDIT');
      return produce(context, (draft) => {
        draft.pending[event.vector]!--;
      });
    }),
    nextExpert: assign(({ context }) =>
      produce(context, (draft) => {
        draft.expert++;
      }),
    ),
  },
}).createMachine({
  id: 'gemm-cube',
  description:
    'Expert by expert, the matrix products of an MLP (docs/paper/facts.md 4.2; flags: https://github.com/vllm-project/vllm-ascend/pull/6416).',
  context: ({ input }) => ({ ...input, busy: [], expert: 0, pending: input.vectors.map(() => 0) }),
  on: { CREDIT: { actions: 'takeCredit' } },
  initial: 'idle',
  states: {
    idle: {
      description: 'Dispatch has not told yet how many tokens each expert has.',
      on: { ROUTE: { target: 'choosing', actions: ['noteRoute', 'tellRoute'] } },
    },
    choosing: {
      description:
        'It goes on to the next expert with tokens, and waits until every flag can count one more set.',
      always: [
        { guard: 'isPastLast', target: 'finished' },
        { guard: 'isEmpty', actions: 'nextExpert' },
        { guard: 'hasRoom', target: 'multiplying' },
      ],
    },
    multiplying: {
      description: 'The product of the tokens of one expert. It is written before any flag tells of it.',
      after: { multiply: { target: 'choosing', actions: ['writeProduct', 'setFlags', 'nextExpert'] } },
    },
    finished: {
      description: 'All experts are computed.',
      tags: 'rest',
    },
  },
});
