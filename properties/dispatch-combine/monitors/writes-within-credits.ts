import { assign, setup } from 'xstate';
import type { WindowObservation } from '../../../machines/die/receive-window.js';
import type { OperationIssued } from '../../../machines/interconnect/posting.js';

export interface WritesWithinCreditsInput {
  /** Writes of the die that may be under way at once. */
  readonly credits: number;
  /** Ids of the cores of the die. */
  readonly cores: readonly string[];
}

/**
 * The writes of a die that are under way, issued and not yet visible where they go, never exceed its credits (docs/paper/facts.md 2). It
 * hears the cores of the die, and all windows.
 */
export const writesWithinCredits = setup({
  types: {} as {
    context: WritesWithinCreditsInput & { readonly underWay: number };
    input: WritesWithinCreditsInput;
    events: WindowObservation | OperationIssued;
  },
  guards: {
    isBeyond: ({ context: { underWay, credits } }) => underWay === credits,
    isOfThisDie: ({ context, event }) => event.type === 'STORED' && context.cores.includes(event.writer),
  },
  actions: {
    countIssued: assign({ underWay: ({ context }) => context.underWay + 1 }),
    countVisible: assign({ underWay: ({ context }) => context.underWay - 1 }),
  },
}).createMachine({
  id: 'writes-within-credits',
  context: ({ input }) => ({ ...input, underWay: 0 }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        ISSUED: [{ guard: 'isBeyond', target: 'violated' }, { actions: 'countIssued' }],
        STORED: { guard: 'isOfThisDie', actions: 'countVisible' },
      },
    },
    violated: { tags: 'violation' },
  },
});
