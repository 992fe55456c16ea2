import { assertEvent, assign, setup } from 'xstate';
import type { AttemptStarted } from '../../../machines/serving/global-scheduler.js';
import type { ClientObservation } from '../../../machines/serving/serving-client.js';

/** No token comes to a client that was told the end. It hears the client. */
export const nothingAfterTheEnd = setup({
  types: {} as { events: ClientObservation },
}).createMachine({
  id: 'nothing-after-the-end',
  initial: 'open',
  states: {
    open: { on: { TOLD_END: 'ended' } },
    ended: { on: { TOKEN_RECEIVED: 'violated' } },
    violated: { tags: 'violation', type: 'final' },
  },
});

/** The tokens of an answer come in their order, each once, however many attempts have made them. It hears the client. */
export const answerInOrder = setup({
  types: {} as { context: { readonly received: number }; events: ClientObservation },
  guards: {
    isNext: ({ context, event }) => {
      assertEvent(event, 'TOKEN_RECEIVED');
      return event.index === context.received;
    },
  },
  actions: { count: assign({ received: ({ context }) => context.received + 1 }) },
}).createMachine({
  id: 'answer-in-order',
  context: { received: 0 },
  initial: 'receiving',
  states: {
    receiving: {
      on: {
        TOKEN_RECEIVED: [{ guard: 'isNext', actions: 'count' }, { target: 'violated' }],
        TOLD_END: 'over',
      },
    },
    over: {},
    violated: { tags: 'violation', type: 'final' },
  },
});

interface AskedInput {
  readonly request: number;
}

/** Each token that comes to a client was computed for its own request, and not for another one of the batch. It hears the client. */
export const ownTokens = setup({
  types: {} as { context: AskedInput; input: AskedInput; events: ClientObservation },
  guards: {
    isOfAnother: ({ context, event }) => event.type === 'TOKEN_RECEIVED' && event.of !== context.request,
  },
}).createMachine({
  id: 'own-tokens',
  context: ({ input }) => input,
  initial: 'watching',
  states: {
    watching: { on: { TOKEN_RECEIVED: { guard: 'isOfAnother', target: 'violated' } } },
    violated: { tags: 'violation', type: 'final' },
  },
});

/** Each token that comes to a client is of the attempt that is under way: one that has been given up adds nothing. It hears the client and the global scheduler. */
export const tokensOfThisAttempt = setup({
  types: {} as {
    context: AskedInput & { readonly attempt: number };
    input: AskedInput;
    events: ClientObservation | AttemptStarted;
  },
  guards: {
    isOfAnother: ({ context, event }) => event.request !== context.request,
    isStale: ({ context, event }) => {
      assertEvent(event, 'TOKEN_RECEIVED');
      return event.attempt !== context.attempt;
    },
  },
  actions: {
    note: assign({
      attempt: ({ event }) => {
        assertEvent(event, 'ATTEMPT_STARTED');
        return event.attempt;
      },
    }),
  },
}).createMachine({
  id: 'tokens-of-this-attempt',
  context: ({ input }) => ({ ...input, attempt: 0 }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        ATTEMPT_STARTED: [{ guard: 'isOfAnother' }, { actions: 'note' }],
        TOKEN_RECEIVED: { guard: 'isStale', target: 'violated' },
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
