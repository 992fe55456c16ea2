import type { Fault } from '../../../src/index.js';

export const headBeforeCopy: Fault = {
  title: 'the receiver gives a slot back when it sees the tail, before it has copied the data',
  link: 'https://github.com/deepseek-ai/DeepEP/pull/310',
  property: 'no-overwrite',
  configuration: { messages: 2, slots: 1, credits: 1, flaps: 0 },
  patch: {
    chart: {
      'ring-receiver': ({ states }) => {
        states!.found!.entry = 'returnHead';
        delete states!.copied!.entry;
      },
    },
  },
  counterexample: {
    tells:
      'the receiver gives the only slot back (step 8) before it has copied message 0 out of it, and message 1 is written over message 0',
    steps: [
      'sender.0 ⏱ produce in producing',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ ring.0 (data): WRITE {message: 0, slot: 0, writer: 'sender.0'}",
      'ring.0 ⇒ sender.0 (data): WRITTEN',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ receiver (atomics): ADD_TAIL {sender: 'sender.0'}",
      'receiver ⇒ sender.0 (atomics): ADDED',
      "receiver ⇒ path.0: POST {writer: 'receiver'}",
      "receiver ⇒ sender.0 (atomics): ADD_HEAD {receiver: 'receiver'}",
      'sender.0 ⏱ produce in producing',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ ring.0 (data): WRITE {message: 1, slot: 0, writer: 'sender.0'}",
    ],
  },
};
