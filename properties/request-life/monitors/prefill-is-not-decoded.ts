import { setup } from 'xstate';
import type { StepRun } from '../../../machines/serving/decode-loop.js';

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
