import { setup } from 'xstate';
import type { Copied } from '../../../machines/serving/kv-memory.js';

/**
 * An address is used only with its incarnation: whatever is read at a prefill node was told by the node as it is now, and not before it was
 * started anew (docs/paper/facts.md 9). It hears the memories of prefill nodes.
 */
export const addressOfThisEpoch = setup({
  types: {} as { events: Copied },
  guards: { isStale: ({ event }) => event.work.epoch !== event.epoch },
}).createMachine({
  id: 'address-of-this-epoch',
  initial: 'watching',
  states: {
    watching: { on: { COPIED: { guard: 'isStale', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
