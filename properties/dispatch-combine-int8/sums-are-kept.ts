import { assign, setup } from 'xstate';
import type { Routing } from '../../machines/moe/protocol.js';
import type { StreamObservation } from '../../machines/pipeline/moe-stream.js';

export interface SumsAreKeptInput {
  /** There is a shared expert, which every token goes to beside those that the gate chose. */
  readonly hasShared: boolean;
}

interface SumsAreKeptContext extends SumsAreKeptInput {
  /** What the gate has chosen, in the operation that is under way. */
  readonly routing: Routing;
}

/** What results of the shared expert call it. */
const SHARED = -1;

type Kept = Extract<StreamObservation, { type: 'SUMMED' }>['kept']['tokens'];

/** The tokens of a routing, each once, with its experts by key offset. */
const dueOf = ({ routing, hasShared }: SumsAreKeptContext): string[] =>
  routing.map((chosen, token) => [token, ...chosen, ...(hasShared ? [SHARED] : [])].join(' '));

const foundIn = (kept: Kept): string[] => kept.map(({ token, experts }) => [token, ...experts].join(' '));

/**
 * The next layer of a stream begins with the sum of each token that the gate has routed in this one, once, of the results of all of its experts
 * (docs/paper/facts.md 4.5, step 3). What the numbers of a sum must be is judged by what it says that it is made of, so that one that is not there, or
 * leaves out a result and says so, would be right. It hears one stream.
 */
export const sumsAreKept = setup({
  types: {} as { context: SumsAreKeptContext; input: SumsAreKeptInput; events: StreamObservation },
  guards: {
    isMissing: ({ context, event }) => {
      if (event.type !== 'SUMMED') return false;
      const { item, tokens } = event.kept;
      if (context.routing.length > 0 && item !== event.item) return true;
      return foundIn(tokens).sort().join() !== dueOf(context).sort().join();
    },
  },
  actions: {
    noteRouting: assign(({ context, event }) => ({
      routing: event.type === 'ROUTED' ? event.routing : context.routing,
    })),
    forget: assign({ routing: [] }),
  },
}).createMachine({
  id: 'sums-are-kept',
  context: ({ input }) => ({ ...input, routing: [] }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        ROUTED: { actions: 'noteRouting' },
        SUMMED: [{ guard: 'isMissing', target: 'violated' }, { actions: 'forget' }],
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
