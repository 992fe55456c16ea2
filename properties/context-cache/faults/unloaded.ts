import type { ContextCacheFault } from '../fault.js';

/** Objects were returned for which memory had been found, and into which nothing was read when it ran out for the next one. */
export const unloaded: ContextCacheFault = {
  title: 'a block that was given memory, and was not read in from disk, is returned as a hit',
  link: 'https://github.com/LMCache/LMCache/issues/3022',
  property: 'gets-what-was-put',
  configuration: { instances: 1, stored: 1, prompts: 1, servers: 1 },
  patch: {
    chart: {
      'evs-tier': ({ states }) => {
        const [present] = states!.idle!.on!.READ_IN as [{ actions: unknown[] }];
        present.actions = ['touch', { type: 'tellReadIn', params: { type: 'LOADED' } }];
      },
    },
  },
  counterexample: { tells: '', steps: [] },
};
