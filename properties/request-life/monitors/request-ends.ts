import { assign, setup } from 'xstate';
import type { ClientObservation } from '../../../machines/serving/serving-client.js';

interface EndsInput {
  /** Tokens of a whole answer. */
  readonly tokens: number;
}

interface EndsContext extends EndsInput {
  readonly received: number;
  readonly hasLeft: boolean;
}

/**
 * A client that has asked is told the end: done when it has the whole answer, aborted if it has left, or failed with a reason. A run that never comes
 * to it violates it too. It hears the client.
 */
export const requestEnds = setup({
  types: {} as { context: EndsContext; input: EndsInput; events: ClientObservation },
  guards: {
    isRight: ({ context: { received, tokens, hasLeft }, event }) => {
      if (event.type !== 'TOLD_END') return false;
      if (event.outcome === 'done') return received >= tokens;
      return event.outcome === 'aborted' ? hasLeft : event.reason !== '';
    },
  },
  actions: {
    count: assign({ received: ({ context }) => Math.min(context.tokens, context.received + 1) }),
    noteLeft: assign({ hasLeft: true }),
  },
}).createMachine({
  id: 'request-ends',
  context: ({ input }) => ({ ...input, received: 0, hasLeft: false }),
  initial: 'unasked',
  states: {
    unasked: { on: { ASKED: 'open' } },
    open: {
      tags: 'pending',
      on: {
        TOKEN_RECEIVED: { actions: 'count' },
        CLIENT_LEFT: { actions: 'noteLeft' },
        TOLD_END: [{ guard: 'isRight', target: 'ended' }, { target: 'violated' }],
      },
    },
    ended: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
