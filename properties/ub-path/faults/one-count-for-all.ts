import { enqueueActions } from 'xstate';
import type { RingReceiverContext } from '../../../machines/interconnect/ring-receiver.js';
import type { Read } from '../../../machines/interconnect/ring-protocol.js';
import { componentRef, type Fault } from '../../../src/index.js';

export const oneCountForAll: Fault = {
  title: 'the place in a ring is counted on from where the last message was, of whichever ring that was',
  link: 'https://github.com/jcxue/RDMA-Tutorial/issues/11',
  kinship: 'its kind',
  property: 'tail-implies-data',
  configuration: { senders: 2, messages: 2, slots: 2, transfer: 'push', credits: 1, flaps: 0 },
  patch: {
    provide: {
      'ring-receiver': {
        actions: {
          readLocally: enqueueActions(({ context, enqueue }) => {
            const { self, connections, serving, delivered, slots } = context as RingReceiverContext;
            const read: Read = { type: 'READ', slot: delivered.flat().length % slots, reader: self };
            enqueue.sendTo(componentRef(connections[serving]!.ring), read);
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'both senders have written a message into the first place of their rings; the receiver copies that of sender 0, and looks for that of sender 1 in the second place',
    steps: [
      'sender.0 ⏱ produce in producing',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ ring.0 (data): WRITE {message: 0, slot: 0, writer: 'sender.0'}",
      'ring.0 ⇒ sender.0 (data): WRITTEN',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ receiver (atomics): ADD_TAIL {sender: 'sender.0'}",
      'sender.1 ⏱ produce in producing',
      "sender.1 ⇒ path.32: POST {writer: 'sender.1'}",
      "sender.1 ⇒ ring.1 (data): WRITE {message: 0, slot: 0, writer: 'sender.1'}",
      'ring.1 ⇒ sender.1 (data): WRITTEN',
      "sender.1 ⇒ path.32: POST {writer: 'sender.1'}",
      "sender.1 ⇒ receiver (atomics): ADD_TAIL {sender: 'sender.1'}",
      'receiver ⏱ copy in copying',
      'receiver ⏱ copy in copying',
    ],
  },
};
