import type { UbPathFault } from '../fault.js';

export const wedgedByFlap: UbPathFault = {
  title:
    'what is under way when the link goes down is never told to be complete, and its place in the queue is lost',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/3523',
  property: 'as-at-the-start',
  configuration: { messages: 1, slots: 1, credits: 2, flaps: 1 },
  patch: {
    chart: {
      'ub-path': ({ states }) => {
        states!.down!.on = { CREDIT: {} };
      },
    },
  },
  counterexample: {
    tells:
      'the addition to the head is under way when the link of the receiver goes down (step 11); its completion comes meanwhile and is not counted, so that one credit is missing for good',
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
      'environment ⇒ path.0: LINK_DOWN',
      'sender.0 ⇒ receiver (atomics): ADDED',
    ],
  },
};
