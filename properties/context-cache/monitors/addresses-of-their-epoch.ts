import { setup } from 'xstate';
import type { AccessObservation } from '../../../machines/cache/server-memory.js';

/**
 * An address is used only with the epoch that it was given with: a memory that was registered anew is neither read nor written with what was known before
 * (docs/paper/facts.md 10: address ranges are registered). It hears one memory.
 */
export const addressesOfTheirEpoch = setup({
  types: {} as { events: AccessObservation },
  guards: { isOfAnother: ({ event: { since, registered } }) => since !== registered },
}).createMachine({
  id: 'addresses-of-their-epoch',
  initial: 'watching',
  states: {
    watching: { on: { ACCESSED: { guard: 'isOfAnother', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
