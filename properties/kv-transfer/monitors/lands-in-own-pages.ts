import { castDraft, produce } from 'immer';
import { setup, assign } from 'xstate';
import type { Landed } from '../../../machines/serving/kv-memory.js';
import type { PagesReleased, PagesReserved } from '../../../machines/serving/page-pool.js';

export interface LandsInOwnPagesInput {
  /** Pages of the node; the cells behind them are no pages. */
  readonly pages: number;
}

interface LandsInOwnPagesContext extends LandsInOwnPagesInput {
  /** By page: the request for which it was reserved and not given back since; -1: none. */
  readonly reservedFor: readonly number[];
}

const NOBODY = -1;

/**
 * No write lands in a page that its transfer does not own: the page was reserved for the request of the transfer, and has not come back since
 * (docs/paper/facts.md 9). It hears the pool and the memory of one decode node.
 */
export const landsInOwnPages = setup({
  types: {} as {
    context: LandsInOwnPagesContext;
    input: LandsInOwnPagesInput;
    events: Landed | PagesReserved | PagesReleased;
  },
  guards: {
    isForeign: ({ context, event }) =>
      event.type === 'LANDED' &&
      event.cell < context.pages &&
      context.reservedFor[event.cell] !== event.work.transfer,
  },
  actions: {
    noteReserved: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type !== 'PAGES_RESERVED') return;
        for (const page of event.pages)
          draft.reservedFor[page] = castDraft(Number(event.owner.split('.')[1]));
      }),
    ),
    noteReturned: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type !== 'PAGES_RELEASED') return;
        for (const page of event.returned) draft.reservedFor[page] = NOBODY;
      }),
    ),
  },
}).createMachine({
  id: 'lands-in-own-pages',
  context: ({ input }) => ({ ...input, reservedFor: Array.from({ length: input.pages }, () => NOBODY) }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        PAGES_RESERVED: { actions: 'noteReserved' },
        PAGES_RELEASED: { actions: 'noteReturned' },
        LANDED: { guard: 'isForeign', target: 'violated' },
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
