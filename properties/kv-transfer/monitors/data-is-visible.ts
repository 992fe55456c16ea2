import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { KvRead, Landed } from '../../../machines/serving/kv-memory.js';
import type { PagesReserved } from '../../../machines/serving/page-pool.js';

export interface DataIsVisibleInput {
  /** Pages of the node; the cells behind them are no pages. */
  readonly pages: number;
}

interface DataIsVisibleContext extends DataIsVisibleInput {
  /** By page: something has landed in it since it was reserved. */
  readonly isWritten: readonly boolean[];
}

/**
 * No page is read before its data is visible: since it was reserved, something has landed in it (docs/paper/facts.md 9). Whose it is, is another claim's matter.
 * It hears the pool and the memory of one decode node.
 */
export const dataIsVisible = setup({
  types: {} as {
    context: DataIsVisibleContext;
    input: DataIsVisibleInput;
    events: PagesReserved | Landed | KvRead;
  },
  guards: {
    isTooEarly: ({ context, event }) =>
      event.type === 'KV_READ' && event.pages.some((page) => !context.isWritten[page]),
  },
  actions: {
    noteReserved: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type !== 'PAGES_RESERVED') return;
        for (const page of event.pages) draft.isWritten[page] = false;
      }),
    ),
    noteLanded: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type === 'LANDED' && event.cell < context.pages) draft.isWritten[event.cell] = true;
      }),
    ),
  },
}).createMachine({
  id: 'data-is-visible',
  context: ({ input }) => ({ ...input, isWritten: Array.from({ length: input.pages }, () => false) }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        PAGES_RESERVED: { actions: 'noteReserved' },
        LANDED: { actions: 'noteLanded' },
        KV_READ: { guard: 'isTooEarly', target: 'violated' },
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
