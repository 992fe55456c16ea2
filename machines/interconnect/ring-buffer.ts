import { produce } from 'immer';
import { assertEvent, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Data, Read, Write, Written } from './ring-protocol.js';

export interface RingBufferInput {
  readonly slots: number;
}

export interface RingBufferContext {
  /** Of each slot the message that nobody has read yet. */
  readonly slots: readonly (number | null)[];
}

/** Over what a message was written, and what a read has found; null: nothing that nobody had read. */
export type RingObservation =
  | { readonly type: 'STORED'; readonly slot: number; readonly over: number | null }
  | { readonly type: 'READ'; readonly slot: number; readonly found: number | null };

/**
 * The slots of a ring buffer: an area in the receiver's memory that the sender writes to, or in the sender's own that the receiver
 * reads. It is plain memory and lets anybody write and read at any time.
 */
export const ringBuffer = setup({
  types: {} as {
    context: RingBufferContext;
    input: RingBufferInput;
    events: Write | Read;
    emitted: RingObservation;
    tags: 'rest';
  },
  actions: {
    store: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'WRITE');
      const { slot, message, writer } = event;
      enqueue.emit({ type: 'STORED', slot, over: context.slots[slot]! });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.slots[slot] = message;
        }),
      );
      const written: Written = { type: 'WRITTEN' };
      enqueue.sendTo(componentRef(writer), written);
    }),
    load: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'READ');
      const { slot, reader } = event;
      const message = context.slots[slot]!;
      enqueue.emit({ type: 'READ', slot, found: message });
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
  description: 'The ring buffer of a pair of dies (docs/paper/facts.md 13.3).',
  context: ({ input }) => ({ slots: Array.from({ length: input.slots }, () => null) }),
  tags: 'rest',
  on: { WRITE: { actions: 'store' }, READ: { actions: 'load' } },
});
