import { produce } from 'immer';
import { assertEvent, assign, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Passed } from '../die/cross-core-flag.js';
import type { Credit, Route } from './gemm-cube.js';
import type { Product, ReadProduct, WriteResult } from './gemm-rows.js';

export interface VectorInput {
  readonly self: string;
  readonly vector: number;
  readonly experts: number;
  readonly rows: string;
  readonly flag: string;
  readonly cube: string;
}

export interface VectorContext extends VectorInput {
  readonly busy: readonly number[];
  readonly expert: number;
  /** What it has read in the place of the expert. */
  readonly product: number | null;
}

/**
 * A vector core (AIV) of a grouped GEMM: for each expert that has tokens it waits for the flag, then dequantises and activates what the
 * matrix core has computed. The flag does not say of which expert it speaks: only the order does.
 */
export const gemmVector = setup({
  types: {} as {
    context: VectorContext;
    input: VectorInput;
    events: Route | Passed | Product;
    tags: 'rest';
  },
  guards: {
    isPastLast: ({ context }) => context.expert === context.experts,
    isEmpty: ({ context }) => !context.busy.includes(context.expert),
  },
  delays: { process: 1 },
  actions: {
    noteRoute: assign(({ context, event }) => {
      assertEvent(event, 'ROUTE');
      return produce(context, (draft) => {
        draft.busy = [...event.busy];
      });
    }),
    waitForFlag: sendTo(
      componentRef(({ context }) => context.flag),
      { type: 'WAIT' },
    ),
    giveCredit: sendTo(
      componentRef(({ context }) => context.cube),
      ({ context }): Credit => ({ type: 'CREDIT', vector: context.vector }),
    ),
    readProduct: sendTo(
      componentRef(({ context }) => context.rows),
      ({ context: { expert, self } }): ReadProduct => ({ type: 'READ_PRODUCT', expert, reader: self }),
    ),
    noteProduct: assign(({ context, event }) => {
      assertEvent(event, 'PRODUCT');
      return produce(context, (draft) => {
        draft.product = event.product;
      });
    }),
    writeResult: sendTo(
      componentRef(({ context }) => context.rows),
      ({ context: { expert, product } }): WriteResult => ({ type: 'WRITE_RESULT', expert, product }),
    ),
    nextExpert: assign(({ context }) =>
      produce(context, (draft) => {
        draft.expert++;
        draft.product = null;
      }),
    ),
  },
}).createMachine({
  id: 'gemm-vector',
  description:
    'Expert by expert, dequantisation and activation of matrix products (docs/paper/facts.md 4.2).',
  context: ({ input }) => ({ ...input, busy: [], expert: 0, product: null }),
  initial: 'idle',
  states: {
    idle: {
      description: 'Dispatch has not told yet how many tokens each expert has.',
      tags: 'rest',
      on: { ROUTE: { target: 'choosing', actions: 'noteRoute' } },
    },
    choosing: {
      description:
        'It goes on to the next expert with tokens, as the matrix core does: both have the same counts.',
      always: [
        { guard: 'isPastLast', target: 'finished' },
        { guard: 'isEmpty', actions: 'nextExpert' },
        { target: 'waiting' },
      ],
    },
    waiting: {
      description: 'Until the flag is set once more: then the product of its expert is there.',
      entry: 'waitForFlag',
      on: { PASSED: { target: 'processing', actions: ['giveCredit', 'readProduct'] } },
    },
    processing: {
      description: 'What it makes of the product goes to the place of the expert.',
      on: { PRODUCT: { actions: 'noteProduct' } },
      after: { process: { target: 'choosing', actions: ['writeResult', 'nextExpert'] } },
    },
    finished: {
      description: 'All experts are processed.',
      tags: 'rest',
    },
  },
});
