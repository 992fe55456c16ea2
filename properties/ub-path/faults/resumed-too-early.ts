import type { Fault } from '../../../src/index.js';

export const resumedTooEarly: Fault = {
  title: 'a device is resumed when its port comes back, before what was broken is built anew',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/3596',
  property: 'none-issued-while-down',
  configuration: { messages: 1, slots: 1, credits: 1, flaps: 1 },
  patch: {
    chart: {
      'ub-path': ({ states }) => {
        states!.retraining!.on = { POST: { guard: 'hasCredit', actions: ['takeCredit', 'issue'] } };
      },
    },
  },
  counterexample: {
    tells:
      'the link of the sender is down and is being brought up again (step 3), and its write is issued before it is',
    steps: [
      'sender.0 ⏱ produce in producing',
      'environment ⇒ path.16: LINK_DOWN',
      'path.16 ⏱ detect in down',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
    ],
  },
};
