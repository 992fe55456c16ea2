import type { ContextCacheFault } from '../fault.js';

/** Two puts that overlap both reserve blocks before either has ended. */
export const twoPuts: ContextCacheFault = {
  title: 'a put of a block that another put is writing is given space of its own',
  link: 'https://github.com/taco-project/FlexKV/pull/232',
  kinship: 'its kind',
  property: 'stored-once of server.0',
  configuration: { instances: 2, prompts: 1 },
  patch: { provide: { 'mp-server': { guards: { isYoung: () => false } } } },
  counterexample: {
    tells:
      'both instances have computed d; instance 0 is given a slot for it, and instance 1 is given another one while the first is being written',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'instance.1 ⏱ arrive in idle',
      'sdk.1 ⏱ ask in reading.looking',
      'instance.1 ⏱ compute in computing',
      'sdk.1 ⏱ ask in storing.starting',
    ],
  },
};
