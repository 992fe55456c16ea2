import type { ContextCacheFault } from '../fault.js';

/** Two puts that overlap both reserve blocks before either has ended. */
export const twoPuts: ContextCacheFault = {
  title: 'a put of a block that another put is writing is given space of its own',
  link: 'https://github.com/taco-project/FlexKV/pull/232',
  kinship: 'its kind',
  property: 'stored-once of server.0',
  configuration: { prompts: 1 },
  patch: { provide: { 'mp-server': { guards: { isYoung: () => false } } } },
  counterexample: { tells: '', steps: [] },
};
