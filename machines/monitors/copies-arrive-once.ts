import { setup } from 'xstate';
import type { CombineObservation } from '../moe/fused-combine.js';
import type { DispatchObservation } from '../moe/fused-dispatch.js';
import { dieOf } from '../moe/protocol.js';

/**
 * Every copy of a token reaches its expert's die once, and every result its token's sum once: what FusedDispatch assembles
 * has no copy twice and none for another die; what FusedCombine sums are the experts that the gate chose, each once.
 */
export const copiesArriveOnce = setup({
  types: {} as {
    context: { readonly expertsPerDie: number };
    input: { readonly expertsPerDie: number };
    events: DispatchObservation | CombineObservation;
  },
  guards: {
    isMisassembled: ({ context, event }) => {
      if (event.type !== 'ASSEMBLED') return false;
      const identities = event.copies.map(({ source, token, choice }) => `${source}.${token}.${choice}`);
      const isForeign = event.copies.some(({ expert }) => dieOf(expert, context) !== event.die);
      return isForeign || new Set(identities).size < identities.length;
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
