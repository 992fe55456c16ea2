import { produce } from 'immer';
import { assertEvent, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

/** A matrix core writes the product of an expert's tokens and weights to the place of the expert; the product is told by its expert. */
export interface WriteProduct {
  readonly type: 'WRITE_PRODUCT';
  readonly expert: number;
  readonly product: number;
}

export interface ReadProduct {
  readonly type: 'READ_PRODUCT';
  readonly expert: number;
  readonly reader: string;
}

/** To the reader: what is in the place of the expert that it asked for. */
export interface Product {
  readonly type: 'PRODUCT';
  readonly product: number | null;
}

/** A vector core writes what it has made of a product. */
export interface WriteResult {
  readonly type: 'WRITE_RESULT';
  readonly expert: number;
  readonly product: number | null;
}

export interface RowsInput {
  readonly experts: number;
}

export interface RowsContext {
  /** By expert: the product in its place. */
  readonly products: readonly (number | null)[];
  /** By expert: the product that its result was made of. */
  readonly results: readonly (number | null)[];
}

/** Over what something was written: null where nothing was. */
interface Stored {
  readonly expert: number;
  readonly product: number | null;
  readonly over: number | null;
}

export type RowsObservation =
  | ({ readonly type: 'PRODUCT_STORED' } & Stored)
  | { readonly type: 'PRODUCT_READ'; readonly expert: number; readonly found: number | null }
  | ({ readonly type: 'RESULT_STORED' } & Stored);

/**
 * The memory between a matrix core and one of its vector cores: the rows that the vector core post-processes. It is plain memory and lets
 * anybody write and read at any time.
 */
export const gemmRows = setup({
  types: {} as {
    context: RowsContext;
    input: RowsInput;
    events: WriteProduct | ReadProduct | WriteResult;
    emitted: RowsObservation;
    tags: 'rest';
  },
  actions: {
    storeProduct: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'WRITE_PRODUCT');
      const { expert, product } = event;
      enqueue.emit({ type: 'PRODUCT_STORED', expert, product, over: context.products[expert]! });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.products[expert] = product;
        }),
      );
    }),
    load: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'READ_PRODUCT');
      const { expert, reader } = event;
      const product = context.products[expert]!;
      enqueue.emit({ type: 'PRODUCT_READ', expert, found: product });
      enqueue.sendTo(componentRef(reader), { type: 'PRODUCT', product });
    }),
    storeResult: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'WRITE_RESULT');
      const { expert, product } = event;
      enqueue.emit({ type: 'RESULT_STORED', expert, product, over: context.results[expert]! });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.results[expert] = product;
        }),
      );
    }),
  },
}).createMachine({
  id: 'gemm-rows',
  description:
    'Products and results of the experts of a die, in the rows of one vector core (docs/paper/facts.md 1 and 4.2).',
  context: ({ input: { experts } }) => {
    const empty = Array.from({ length: experts }, () => null);
    return { products: empty, results: empty };
  },
  tags: 'rest',
  on: {
    WRITE_PRODUCT: { actions: 'storeProduct' },
    READ_PRODUCT: { actions: 'load' },
    WRITE_RESULT: { actions: 'storeResult' },
  },
});
