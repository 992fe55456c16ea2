import { enqueueActions } from 'xstate';
import type { AddHead } from '../../../machines/interconnect/ring-protocol.js';
import type { RingReceiverContext } from '../../../machines/interconnect/ring-receiver.js';
import { componentRef, type Fault } from '../../../src/index.js';

export const uncountedAcknowledgements: Fault = {
  title: 'the limit counts writes and forgets that acknowledgements go through the same queue',
  link: 'https://github.com/pytorch/tensorpipe/pull/414',
  property: 'credits-conserved',
  configuration: { messages: 2, slots: 2, credits: 1, flaps: 0 },
  patch: {
    provide: {
      'ring-receiver': {
        actions: {
          returnHead: enqueueActions(({ context, enqueue }) => {
            const { connections, serving, self } = context as RingReceiverContext;
            const message: AddHead = { type: 'ADD_HEAD', receiver: self };
            enqueue.sendTo(componentRef(connections[serving]!.sender), message);
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the receiver adds to the head without asking its path (step 7): an operation is under way, and no credit was taken for it',
    steps: [
      'sender.0 ⏱ produce in producing',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ ring.0 (data): WRITE {message: 0, slot: 0, writer: 'sender.0'}",
      'ring.0 ⇒ sender.0 (data): WRITTEN',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ receiver (atomics): ADD_TAIL {sender: 'sender.0'}",
      'receiver ⏱ copy in copying',
    ],
  },
};
