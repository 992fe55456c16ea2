import { assertEvent, assign, setup } from 'xstate';
import type { StepBegun, StepRun } from '../../../machines/serving/decode-loop.js';

/** A step in which the rest of somebody's prompt is computed does not run as the graph of decode steps. It hears the main thread of a decode node. */
export const prefillIsNotDecoded = setup({
  types: {} as { events: StepRun },
  guards: {
    isMixedUp: ({ event: { path, members } }) =>
      path === 'graph' && members.some(({ isPrefill }) => isPrefill),
  },
}).createMachine({
  id: 'prefill-is-not-decoded',
  initial: 'watching',
  states: {
    watching: { on: { STEP_RUN: { guard: 'isMixedUp', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});

/** Who is in a step at its end was in it at its beginning: nobody joins but at a token boundary. It hears the main thread of a decode node. */
export const joinsAtBoundaries = setup({
  types: {} as { context: { readonly members: readonly string[] }; events: StepRun | StepBegun },
  guards: {
    hasJoined: ({ context, event }) => namesOf(event).some((name) => !context.members.includes(name)),
  },
  actions: {
    note: assign({
      members: ({ event }) => {
        assertEvent(event, 'STEP_BEGUN');
        return namesOf(event);
      },
    }),
  },
}).createMachine({
  id: 'joins-at-boundaries',
  context: { members: [] },
  initial: 'watching',
  states: {
    watching: {
      on: {
        STEP_BEGUN: { actions: 'note' },
        STEP_RUN: { guard: 'hasJoined', target: 'violated' },
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});

const namesOf = ({ members }: StepRun | StepBegun): string[] =>
  members.map(({ request, attempt }) => `${request}.${attempt}`);
