import type { Fault } from '../../../src/index.js';

export const wedgedByFlap: Fault = {
  title:
    'what is under way when the link goes down is never told to be complete, and its place in the queue is lost',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/3523',
  property: 'credits-conserved',
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
      'the write is under way when the link of the sender goes down (step 4); its completion comes meanwhile (step 5) and is not counted, so that one credit is missing for good',
    steps: [
      'sender.0 ⏱ produce in producing',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ ring.0 (data): WRITE {message: 0, slot: 0, writer: 'sender.0'}",
      'environment ⇒ path.16: LINK_DOWN',
      'ring.0 ⇒ sender.0 (data): WRITTEN',
    ],
  },
};
