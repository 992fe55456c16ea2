import { assign, setup } from 'xstate';
import type { AttemptStarted } from '../../../machines/serving/global-scheduler.js';
import type { MishapObservation } from '../../../machines/serving/mishaps.js';
import type { WorkGiven } from '../../../machines/serving/request-messages.js';
import type { ClientObservation } from '../../../machines/serving/serving-client.js';

interface BrokenInput {
  readonly request: number;
}

interface BrokenContext extends BrokenInput {
  /** The decode node of this attempt; empty: none yet. */
  readonly node: string;
  readonly isBroken: boolean;
}

/**
 * An attempt whose transfer has broken gives its client no token: not all of its KV has come, whatever has been written into its pages. It hears what goes wrong,
 * the global scheduler and the client; nobody who receives.
 */
export const brokenGivesNoToken = setup({
  types: {} as {
    context: BrokenContext;
    input: BrokenInput;
    events: MishapObservation | AttemptStarted | WorkGiven | ClientObservation;
  },
  guards: {
    isOfAnother: ({ context, event }) => 'request' in event && event.request !== context.request,
    breaksIt: ({ context: { node, request }, event }) =>
      event.type === 'MISHAP' && event.what === 'BREAK' && event.to === `${node}.receive.${request}`,
    isBroken: ({ context }) => context.isBroken,
  },
  actions: {
    noteNode: assign({
      node: ({ context, event }) => (event.type === 'WORK_GIVEN' ? event.node : context.node),
    }),
    noteBroken: assign({ isBroken: true }),
    startOver: assign({ node: '', isBroken: false }),
  },
}).createMachine({
  id: 'broken-gives-no-token',
  context: ({ input }) => ({ ...input, node: '', isBroken: false }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        ATTEMPT_STARTED: [{ guard: 'isOfAnother' }, { actions: 'startOver' }],
        WORK_GIVEN: [{ guard: 'isOfAnother' }, { actions: 'noteNode' }],
        MISHAP: { guard: 'breaksIt', actions: 'noteBroken' },
        TOKEN_RECEIVED: { guard: 'isBroken', target: 'violated' },
        TOLD_END: { target: 'over', actions: 'startOver' },
      },
    },
    over: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
