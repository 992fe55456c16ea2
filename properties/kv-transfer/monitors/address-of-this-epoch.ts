import { assertEvent, assign, setup } from 'xstate';
import type { Copied, MemoryRestarted } from '../../../machines/serving/kv-memory.js';
import type { ReadBegun } from '../../../machines/serving/pull-reader.js';

/**
 * An address is used only with its incarnation: whoever begins to read goes by what the node has told as it is then, and whatever is read there was told by the
 * node as it is now, and not before it was started anew (docs/paper/facts.md 9). It hears the memory of a prefill node, and the readers that take their KV from it.
 */
export const addressOfThisEpoch = setup({
  types: {} as {
    context: { readonly epoch: number };
    events: Copied | MemoryRestarted | ReadBegun;
  },
  guards: {
    isStale: ({ event }) => {
      assertEvent(event, 'COPIED');
      return event.work.epoch !== event.epoch;
    },
    isOfBefore: ({ context, event }) => {
      assertEvent(event, 'READ_BEGUN');
      return event.epoch !== context.epoch;
    },
  },
  actions: {
    note: assign({
      epoch: ({ event }) => {
        assertEvent(event, 'MEMORY_RESTARTED');
        return event.epoch;
      },
    }),
  },
}).createMachine({
  id: 'address-of-this-epoch',
  context: { epoch: 0 },
  initial: 'watching',
  states: {
    watching: {
      on: {
        MEMORY_RESTARTED: { actions: 'note' },
        READ_BEGUN: { guard: 'isOfBefore', target: 'violated' },
        COPIED: { guard: 'isStale', target: 'violated' },
      },
    },
    violated: { tags: 'violation' },
  },
});
