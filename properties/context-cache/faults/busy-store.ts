import type { ContextCacheFault } from '../fault.js';

/** Found in review: the path that stores was made to wait as the one that loads. */
export const busyStore: ContextCacheFault = {
  title: 'a store for which there is no memory asks again and again, for ever where nothing can be evicted',
  link: 'https://github.com/LMCache/LMCache/pull/2634',
  property: 'storing-ends of sdk.0',
  configuration: { instances: 1, prompts: 1, servers: 1, slots: 1 },
  patch: {
    chart: {
      'mp-sdk': ({ states }) => {
        states!.storing!.states!.starting!.on!.NO_SPACE = { target: 'starting', reenter: true };
      },
    },
  },
  counterexample: { tells: '', steps: [] },
};
