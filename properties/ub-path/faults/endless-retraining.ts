import type { Fault } from '../../../src/index.js';

export const endlessRetraining: Fault = {
  title: 'a link is trained again and again, and is never found to be up',
  link: 'https://github.com/tenstorrent/tt-metal/issues/43660',
  kinship: 'its kind',
  property: 'every-component-can-rest',
  configuration: { messages: 1, slots: 1, credits: 1, flaps: 1 },
  patch: {
    chart: {
      'ub-path': ({ states }) => {
        states!.retraining!.after = { retrain: 'down' };
      },
    },
  },
  counterexample: {
    tells: 'the link of the sender goes down, and however often it is trained it stays so',
    steps: ['environment ⇒ path.16: LINK_DOWN'],
  },
};
