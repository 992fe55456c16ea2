import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { ThreadObservation } from '../../machines/die/scheduler-thread.js';

interface TasksInput {
  readonly tasks: number;
}

/** Every task is dispatched once, by whichever thread: neither none nor two of a barrier's threads do it. */
export const tasksDispatched = setup({
  types: {} as {
    context: TasksInput & { readonly dispatched: number };
    input: TasksInput;
    events: ThreadObservation;
  },
  guards: {
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
  states: {
    owing: {
      tags: 'pending',
      always: { guard: 'isAllDispatched', target: 'complete' },
      on: { TASK_DISPATCHED: { actions: 'count' } },
    },
    complete: { on: { TASK_DISPATCHED: 'violated' } },
    violated: { tags: 'violation' },
  },
});
