import type { Fault } from '../../../src/index.js';

export const flapWhileRetraining: Fault = {
  title:
    'an unstable link that goes down while it is retrained starts over, as often as it does, and is not taken out of use',
  link: 'https://github.com/tenstorrent/tt-metal/issues/20085',
  kinship: 'its kind',
  property: 'comes-up-again of path.16',
  configuration: { messages: 1, slots: 1, credits: 1, flaps: 1 },
  patch: {
    chart: {
      'ub-path': ({ states }) => {
        states!.retraining!.on = { LINK_DOWN: 'down' };
      },
    },
  },
  counterexample: {
    tells:
      'the link of the sender goes down again whenever it is retrained (from step 3 on), and never comes up',
    steps: [
      'environment ⇒ path.16: LINK_DOWN',
      'sender.0 ⏱ produce in producing',
      'path.16 ⏱ detect in down',
      'environment ⇒ path.16: LINK_DOWN',
    ],
    loop: 2,
  },
};
