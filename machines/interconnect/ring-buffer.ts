import { produce } from 'immer';
import { enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Data, Read, Write, Written } from './ring-protocol.js';

export interface RingBufferInput {
  readonly slots: number;
}

export interface RingBufferContext {
  /** Of each slot the message that nobody has read yet. */
  readonly slots: readonly (number | null)[];
}

export type RingObservation =
  | { readonly type: 'OVERWRITTEN'; readonly slot: number }
  | { readonly type: 'READ_UNWRITTEN'; readonly slot: number };

/**
 * The slots of a ring buffer: an area in the receiver's memory that the sender writes to, or in the sender's own that the receiver
 * reads. It is plain memory and lets anybody write and read at any time; it only tells what should not have been.
 */
export const ringBuffer = setup({
  types: {} as {
    context: RingBufferContext;
    input: RingBufferInput;
    events: Write | Read;
    emitted: RingObservation;
  },
  actions: {
    store: enqueueActions(({ context, event, enqueue }) => {
      const { slot, message, writer } = event as Write;
      if (context.slots[slot] !== null) enqueue.emit({ type: 'OVERWRITTEN', slot });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.slots[slot] = message;
        }),
      );
      const written: Written = { type: 'WRITTEN' };
      enqueue.sendTo(componentRef(writer), written);
    }),
    load: enqueueActions(({ context, event, enqueue }) => {
      const { slot, reader } = event as Read;
      const message = context.slots[slot]!;
      if (message === null) enqueue.emit({ type: 'READ_UNWRITTEN', slot });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.slots[slot] = null;
        }),
      );
      const data: Data = { type: 'DATA', message };
      enqueue.sendTo(componentRef(reader), data);
    }),
  },
}).createMachine({
  id: 'ring-buffer',
  context: ({ input }) => ({ slots: Array.from({ length: input.slots }, () => null) }),
  tags: 'rest',
  on: { WRITE: { actions: 'store' }, READ: { actions: 'load' } },
});
