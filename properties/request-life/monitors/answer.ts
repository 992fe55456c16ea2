import { assertEvent, assign, setup } from 'xstate';
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
