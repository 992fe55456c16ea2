import { produce } from 'immer';
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Passed } from '../die/cross-core-flag.js';
import type { Credit, Route } from './gemm-cube.js';

export interface VectorInput {
  readonly vector: number;
  readonly experts: number;
  readonly flag: string;
  readonly cube: string;
}

interface VectorContext extends VectorInput {
  readonly busy: readonly number[];
  readonly expert: number;
}

export interface VectorObservation {
  readonly type: 'EXPERT_PROCESSED';
  readonly expert: number;
}

/**
 * A vector core (AIV) of a grouped GEMM: for each expert that has tokens it waits for the flag, then dequantises and activates what the
 * matrix core has computed. The flag does not say of which expert it speaks: only the order does.
 */
export const gemmVector = setup({
  types: {} as {
    context: VectorContext;
    input: VectorInput;
    events: Route | Passed;
    emitted: VectorObservation;
  },
  guards: {
    isPastLast: ({ context }) => context.expert === context.experts,
    isEmpty: ({ context }) => !context.busy.includes(context.expert),
  },
  delays: { process: 1 },
  actions: {
    noteRoute: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.busy = [...(event as Route).busy];
      }),
    ),
    waitForFlag: sendTo(
      componentRef(({ context }) => context.flag),
      { type: 'WAIT' },
    ),
    giveCredit: sendTo(
      componentRef(({ context }) => context.cube),
      ({ context }): Credit => ({ type: 'CREDIT', vector: context.vector }),
    ),
    tellProcessed: enqueueActions(({ context, enqueue }) => {
      enqueue.emit({ type: 'EXPERT_PROCESSED', expert: context.expert });
    }),
    nextExpert: assign(({ context }) =>
      produce(context, (draft) => {
        draft.expert++;
      }),
    ),
  },
}).createMachine({
  id: 'gemm-vector',
  context: ({ input }) => ({ ...input, busy: [], expert: 0 }),
  initial: 'idle',
  states: {
    idle: {
      tags: 'rest',
      on: { ROUTE: { target: 'choosing', actions: 'noteRoute' } },
    },
    choosing: {
      always: [
        { guard: 'isPastLast', target: 'finished' },
        { guard: 'isEmpty', actions: 'nextExpert' },
        { target: 'waiting' },
      ],
    },
    waiting: {
      entry: 'waitForFlag',
      on: { PASSED: { target: 'processing', actions: 'giveCredit' } },
    },
    processing: {
      after: { process: { target: 'choosing', actions: ['tellProcessed', 'nextExpert'] } },
    },
    finished: { tags: 'rest' },
  },
});
