import { assign, setup } from 'xstate';
import type { HealthObservation } from '../../../machines/die/die-health.js';
import type { WaitObservation } from '../../../machines/moe/waiting-cores.js';
import type { StreamObservation } from '../../../machines/pipeline/moe-stream.js';

/**
 * Nobody gives up unless a die has failed, and one of his own waits has found so: a peer that is late is waited for
 * (docs/paper/facts.md 13.1, "keeps waiting; there is no abort").
 */
export const givesUpForTheDeadOnly = setup({
  types: {} as {
    /** Dies that have found others dead, in ascending order. */
    context: { readonly found: readonly number[] };
    events: HealthObservation | StreamObservation | WaitObservation;
  },
  guards: {
    hasFoundNobody: ({ context, event }) => event.type === 'GAVE_UP' && !context.found.includes(event.die),
  },
  actions: {
    noteFound: assign(({ context, event }) => ({
      found:
        event.type === 'BLAMED'
          ? [...new Set([...context.found, event.by])].sort((one, other) => one - other)
          : context.found,
    })),
  },
}).createMachine({
  id: 'gives-up-for-the-dead-only',
  context: { found: [] },
  on: { BLAMED: { actions: 'noteFound' } },
  initial: 'allAlive',
  states: {
    allAlive: { on: { DIE_FAILED: { target: 'oneDead' }, GAVE_UP: { target: 'violated' } } },
    oneDead: { on: { GAVE_UP: { guard: 'hasFoundNobody', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
