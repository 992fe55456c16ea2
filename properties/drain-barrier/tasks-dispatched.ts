import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { DrainObservation } from '../../machines/die/drain-state.js';

interface TasksInput {
  readonly tasks: number;
}

/** The cores are given every task once, in the order in which the tasks were claimed, by whichever thread. A run that never comes to the last violates it too. */
export const tasksDispatched = setup({
  types: {} as {
    context: TasksInput & { readonly dispatched: number };
    input: TasksInput;
    events: DrainObservation;
  },
  guards: {
    isNext: ({ context, event }) => event.task === context.dispatched + 1,
    isAllDispatched: ({ context }) => context.dispatched === context.tasks,
  },
  actions: {
    count: assign(({ context }) =>
      produce(context, (draft) => {
        draft.dispatched++;
      }),
    ),
  },
}).createMachine({
  id: 'tasks-dispatched',
  context: ({ input }) => ({ ...input, dispatched: 0 }),
  initial: 'owing',
  on: { TASK_DISPATCHED: '.violated' },
  states: {
    owing: {
      tags: 'pending',
      always: { guard: 'isAllDispatched', target: 'complete' },
      on: { TASK_DISPATCHED: [{ guard: 'isNext', actions: 'count' }, 'violated'] },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
