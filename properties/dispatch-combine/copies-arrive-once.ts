import { setup } from 'xstate';
import type { CombineObservation } from '../../machines/moe/fused-combine.js';
import type { DispatchObservation } from '../../machines/moe/fused-dispatch.js';
import { placeOf, type Sizes } from '../../machines/moe/placement.js';

/**
 * Every copy of a token reaches its expert's die once, and every result its token's sum once: what FusedDispatch assembles is
 * what the flags have counted, has no copy twice and none for another die; what FusedCombine sums for a token are the
 * results of that very token, of the experts that the gate chose and of the shared one, each once.
 */
export const copiesArriveOnce = setup({
  types: {} as {
    context: Sizes;
    input: Sizes;
    events: DispatchObservation | CombineObservation;
  },
  guards: {
    isMisassembled: ({ context, event }) => {
      if (event.type !== 'ASSEMBLED') return false;
      const { die, copies, counted } = event;
      const identities = copies.map(({ source, token, choice }) => `${source}.${token}.${choice}`);
      const isForeign = copies.some(({ expert, source }) => placeOf(context, expert, source).die !== die);
      return isForeign || copies.length !== counted || new Set(identities).size < identities.length;
    },
    isMissummed: ({ event }) => event.type === 'REDUCED' && event.summed.join() !== event.chosen.join(),
  },
}).createMachine({
  id: 'copies-arrive-once',
  context: ({ input }) => input,
  initial: 'watching',
  states: {
    watching: {
      on: {
        ASSEMBLED: { guard: 'isMisassembled', target: 'violated' },
        REDUCED: { guard: 'isMissummed', target: 'violated' },
      },
    },
    violated: { tags: 'violation' },
  },
});
