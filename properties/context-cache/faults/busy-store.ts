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
        states!.storing!.states!.asking!.on!.NO_SPACE = 'starting';
      },
    },
  },
  counterexample: {
    tells:
      'the only slot has d, and de is to be stored: d is not evicted for its own continuation, and the SDK asks for space again and again',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
    ],
  },
};
