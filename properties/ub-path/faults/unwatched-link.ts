import type { Fault } from '../../../src/index.js';

/** Reported as what is missing: the loop of a router is to look at its links again and again, and to have those that went down retrained. */
export const unwatchedLink: Fault = {
  title: 'nobody has a link retrained that went down, and its router goes on as if it were up',
  link: 'https://github.com/tenstorrent/tt-metal/issues/45872',
  kinship: 'its kind',
  property: 'up-after-retraining',
  configuration: { messages: 1, slots: 1, credits: 1, flaps: 1 },
  patch: {
    chart: {
      'ub-path': ({ states }) => {
        states!.down!.after = { detect: 'up' };
      },
    },
  },
  counterexample: {
    tells: 'the link of the sender goes down, and is in use again without having been retrained',
    steps: ['environment ⇒ path.16: LINK_DOWN', 'path.16 ⏱ detect in down'],
  },
};
