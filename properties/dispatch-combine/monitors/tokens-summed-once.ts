import { assign, setup } from 'xstate';
import type { WindowObservation } from '../../../machines/die/receive-window.js';
import type { Sum } from '../../../machines/moe/fused-operator.js';
import type { Routing } from '../../../machines/moe/protocol.js';
import type { StreamObservation } from '../../../machines/pipeline/moe-stream.js';
import { expertsFor, type Group } from '../group.js';

export interface TokensSummedInput {
  readonly group: Group;
  readonly die: number;
  /** Id of the cores that FusedCombine waits with. */
  readonly waiting: string;
}

interface TokensSummedContext extends TokensSummedInput {
  /** What the gate has chosen, in the operation that is under way. */
  readonly routing: Routing;
  /** Signals of results on which its waits have ended. */
  readonly signalled: number;
}

/** A result, as the claim tells it from others. */
const nameOf = (result: Sum['results'][number]): string =>
  [
    result.of,
    result.precision,
    result.item,
    result.source,
    result.token,
    result.choice,
    result.expert,
    result.weights,
  ].join('.');

/** The results that must go into the sum of a token, each once. */
const owed = ({ group, die }: TokensSummedInput, item: number, token: number, chosen: readonly number[]) =>
  expertsFor(group, chosen).map((expert, choice) =>
    ['combine', 'BF16', item, die, token, choice, expert, expert].join('.'),
  );

/**
 * Every token is summed once, on its own die, of one result of each expert that the gate chose and of the shared one, in BF16, computed by
 * that expert, and after the signals of all of them have been seen (docs/paper/facts.md 4.3 and 4.5). It hears one stream, which is given
 * what the gate chose and what FusedCombine has summed, and the windows of the die.
 */
export const tokensSummedOnce = setup({
  types: {} as {
    context: TokensSummedContext;
    input: TokensSummedInput;
    events: StreamObservation | WindowObservation;
  },
  guards: {
    isMissummed: ({ context, event }) => {
      if (event.type !== 'SUMMED') return false;
      const { item, sums } = event;
      if (sums.length !== context.routing.length) return true;
      const results = context.routing.reduce(
        (sum, chosen) => sum + expertsFor(context.group, chosen).length,
        0,
      );
      if (context.signalled !== results) return true;
      return context.routing.some((chosen, token) => {
        const found = sums.filter((sum) => sum.token === token).flatMap(({ results }) => results.map(nameOf));
        return found.sort().join() !== owed(context, item, token, chosen).sort().join();
      });
    },
    isOwnWait: ({ context, event }) => event.type === 'WAIT_ENDED' && event.reader === context.waiting,
  },
  actions: {
    countSignals: assign(({ context, event }) => ({
      signalled: context.signalled + (event.type === 'WAIT_ENDED' ? event.signals.length : 0),
    })),
    noteRouting: assign(({ context, event }) => ({
      routing: event.type === 'ROUTED' ? event.routing : context.routing,
    })),
    forget: assign({ routing: [], signalled: 0 }),
  },
}).createMachine({
  id: 'tokens-summed-once',
  context: ({ input }) => ({ ...input, routing: [], signalled: 0 }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        ROUTED: { actions: 'noteRouting' },
        WAIT_ENDED: { guard: 'isOwnWait', actions: 'countSignals' },
        SUMMED: [{ guard: 'isMissummed', target: 'violated' }, { actions: 'forget' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
