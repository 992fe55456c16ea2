import { setup } from 'xstate';
import type { HealthObservation } from '../../../machines/die/die-health.js';
import type { StreamObservation } from '../../../machines/pipeline/moe-stream.js';

/** Nobody gives up unless a die has failed: a peer that is late is waited for (docs/paper/facts.md 13.1, "keeps waiting; there is no abort"). */
export const givesUpForTheDeadOnly = setup({
  types: {} as { events: HealthObservation | StreamObservation },
}).createMachine({
  id: 'gives-up-for-the-dead-only',
  initial: 'allAlive',
  states: {
    allAlive: { on: { DIE_FAILED: { target: 'oneDead' }, GAVE_UP: { target: 'violated' } } },
    oneDead: {},
    violated: { tags: 'violation' },
  },
});
