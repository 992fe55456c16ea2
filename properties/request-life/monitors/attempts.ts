import { assertEvent, assign, setup } from 'xstate';
import type { AttemptStarted } from '../../../machines/serving/global-scheduler.js';
import type { PrefillObservation } from '../../../machines/serving/prefill-scheduler.js';

interface RetriesInput {
  readonly request: number;
  readonly retries: number;
}

/** A request is tried so many times at most. It hears the global scheduler. */
export const retriesWithinBound = setup({
  types: {} as {
    context: RetriesInput & { readonly attempts: number };
    input: RetriesInput;
    events: AttemptStarted;
  },
  guards: {
    isOfAnother: ({ context, event }) => event.request !== context.request,
    isWithin: ({ context }) => context.attempts <= context.retries,
  },
  actions: { count: assign({ attempts: ({ context }) => context.attempts + 1 }) },
}).createMachine({
  id: 'retries-within-bound',
  context: ({ input }) => ({ ...input, attempts: 0 }),
  initial: 'trying',
  states: {
    trying: {
      on: {
        ATTEMPT_STARTED: [
          { guard: 'isOfAnother' },
          { guard: 'isWithin', actions: 'count' },
          { target: 'violated' },
        ],
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});

/** The prompt of an attempt is given to one prefill node, once. It hears the schedulers of the prefill nodes. */
export const prefilledOnce = setup({
  types: {} as {
    context: { readonly request: number; readonly last: number };
    input: { readonly request: number };
    events: PrefillObservation;
  },
  guards: {
    isOfAnother: ({ context, event }) => event.request !== context.request,
    isLater: ({ context, event }) => event.attempt > context.last,
  },
  actions: {
    note: assign({
      last: ({ event }) => {
        assertEvent(event, 'SOURCE_TAKEN');
        return event.attempt;
      },
    }),
  },
}).createMachine({
  id: 'prefilled-once',
  context: ({ input }) => ({ ...input, last: 0 }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        SOURCE_TAKEN: [
          { guard: 'isOfAnother' },
          { guard: 'isLater', actions: 'note' },
          { target: 'violated' },
        ],
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
