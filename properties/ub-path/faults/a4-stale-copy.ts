import { assign } from 'xstate';
import type { RingReceiverContext } from '../../../machines/interconnect/ring-receiver.js';
import type { Data } from '../../../machines/interconnect/ring-protocol.js';
import type { Fault } from '../../../src/index.js';

export const staleCopy: Fault = {
  title: 'the receiver reads with too weak an acquire, and finds what the slot held when it last read it',
  link: 'https://github.com/deepseek-ai/DeepEP/issues/120',
  kinship: 'its kind',
  property: 'delivered-in-order-once',
  configuration: { messages: 2, slots: 1, credits: 1, flaps: 0 },
  patch: {
    provide: {
      'ring-receiver': {
        actions: {
          deliver: assign(({ context, event }) => {
            const { delivered, serving, slots } = context as RingReceiverContext;
            const stale = delivered[serving]!.at(-slots);
            const read = stale ?? (event as Data).message;
            return { delivered: delivered.map((each, at) => (at === serving ? [...each, read] : each)) };
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'message 1 is in the only slot, and the tail says so; the receiver finds what it read there the last time, and delivers message 0 once more (step 17)',
    steps: [
      'sender.0 ⏱ produce in producing',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ ring.0 (data): WRITE {message: 0, slot: 0, writer: 'sender.0'}",
      'ring.0 ⇒ sender.0 (data): WRITTEN',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ receiver (atomics): ADD_TAIL {sender: 'sender.0'}",
      'receiver ⇒ sender.0 (atomics): ADDED',
      'receiver ⏱ copy in copying',
      "receiver ⇒ path.0: POST {writer: 'receiver'}",
      "receiver ⇒ sender.0 (atomics): ADD_HEAD {receiver: 'receiver'}",
      'sender.0 ⏱ produce in producing',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ ring.0 (data): WRITE {message: 1, slot: 0, writer: 'sender.0'}",
      'ring.0 ⇒ sender.0 (data): WRITTEN',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ receiver (atomics): ADD_TAIL {sender: 'sender.0'}",
      'receiver ⏱ copy in copying',
    ],
  },
};
