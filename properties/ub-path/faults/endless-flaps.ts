import { assign } from 'xstate';
import type { Fault } from '../../../src/index.js';

export const endlessFlaps: Fault = {
  title:
    'nobody counts how often a link goes down: it does so whenever something is to be issued, and is not taken out of use',
  link: 'https://github.com/tenstorrent/tt-metal/issues/20085',
  kinship: 'its kind',
  property: 'settles of sender.0',
  configuration: { messages: 1, slots: 1, credits: 1, flaps: 1 },
  patch: { provide: { 'ub-path': { actions: { countFlap: assign({}) } } } },
  counterexample: {
    tells: 'the link of the sender goes down (step 2) whenever it has come up, before the write is issued',
    steps: [
      'sender.0 ⏱ produce in producing',
      'environment ⇒ path.16: LINK_DOWN',
      'path.16 ⏱ detect in down',
      'path.16 ⏱ retrain in retraining',
    ],
    loop: 1,
  },
};
