import { assign, setup } from 'xstate';
import type { OperatorObservation } from '../../../machines/moe/fused-operator.js';

/**
 * The FusedDispatches of a die, which alone it hears, are begun item after item, whatever microbatch they are of: every die starts them in
 * the same order (docs/paper/facts.md 6), and halves of a buffer that are used in turn rest on it.
 */
export const dispatchesInTurn = setup({
  types: {} as { context: { readonly next: number }; events: OperatorObservation },
  guards: { isOutOfTurn: ({ context, event }) => event.item !== context.next },
  actions: { next: assign({ next: ({ context }) => context.next + 1 }) },
}).createMachine({
  id: 'dispatches-in-turn',
  context: { next: 0 },
  initial: 'watching',
  states: {
    watching: {
      on: { DISPATCH_BEGUN: [{ guard: 'isOutOfTurn', target: 'violated' }, { actions: 'next' }] },
    },
    violated: { tags: 'violation' },
  },
});
