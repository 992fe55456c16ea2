import type { ContextCacheFault } from '../fault.js';

/** The prefill returned while stores were still under way, and decode read what was not there yet. */
export const endedBeforeItsWrite: ContextCacheFault = {
  title: 'a store is told to have ended as soon as it is given to the engine, before its data is there',
  link: 'https://github.com/LMCache/LMCache/issues/1350',
  property: 'complete-means-stored of server.0',
  configuration: { instances: 1 },
  patch: {
    chart: {
      'mp-sdk': ({ states }) => {
        states!.storing!.states!.asking!.on!.STARTED = { target: 'ending', actions: 'post' };
      },
    },
  },
  counterexample: {
    tells:
      'the SDK gives the write of d to the engine, and ends the put at once (step 5): the server tells of d, and its slot is empty',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ tell in storing.ending',
    ],
  },
};
