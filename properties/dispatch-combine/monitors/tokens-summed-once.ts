import { assign, setup } from 'xstate';
import type { Sum } from '../../../machines/moe/fused-operator.js';
import type { Routing } from '../../../machines/moe/protocol.js';
import type { StreamObservation } from '../../../machines/pipeline/moe-stream.js';
import { expertsFor, type Group } from '../group.js';

export interface TokensSummedInput {
  readonly group: Group;
  readonly die: number;
}

interface TokensSummedContext extends TokensSummedInput {
  /** What the gate has chosen, in the operation that is under way. */
  readonly routing: Routing;
}

/** A result, as the claim tells it from others. */
const nameOf = (result: Sum['results'][number]): string =>
  [result.item, result.source, result.token, result.choice, result.expert, result.weights].join('.');

/** The results that must go into the sum of a token, each once. */
const owed = ({ group, die }: TokensSummedInput, item: number, token: number, chosen: readonly number[]) =>
  expertsFor(group, chosen).map((expert, choice) => [item, die, token, choice, expert, expert].join('.'));

/**
 * Every token is summed once, on its own die, of one result of each expert that the gate chose and of the shared one, computed by that
 * expert (docs/paper/facts.md 4.5). It hears one stream, which is given what the gate chose and what FusedCombine has summed.
 */
export const tokensSummedOnce = setup({
  types: {} as { context: TokensSummedContext; input: TokensSummedInput; events: StreamObservation },
  guards: {
    isMissummed: ({ context, event }) => {
      if (event.type !== 'SUMMED') return false;
      const { item, sums } = event;
      if (sums.length !== context.routing.length) return true;
      return context.routing.some((chosen, token) => {
        const found = sums.filter((sum) => sum.token === token).flatMap(({ results }) => results.map(nameOf));
        return found.sort().join() !== owed(context, item, token, chosen).sort().join();
      });
    },
  },
  actions: {
    noteRouting: assign(({ context, event }) => ({
      routing: event.type === 'ROUTED' ? event.routing : context.routing,
    })),
    forget: assign({ routing: [] }),
  },
}).createMachine({
  id: 'tokens-summed-once',
  context: ({ input }) => ({ ...input, routing: [] }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        ROUTED: { actions: 'noteRouting' },
        SUMMED: [{ guard: 'isMissummed', target: 'violated' }, { actions: 'forget' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
