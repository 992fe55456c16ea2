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
  counterexample: {
    tells:
      'd is in EVS; the server finds a slot for it, reads nothing into it (step 5), and gives its address: what is read is an empty slot',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.loading',
      'server.0 ⏱ load in serving.recovery.reading',
      'sdk.0 ⏱ read in reading.copying',
    ],
  },
};
