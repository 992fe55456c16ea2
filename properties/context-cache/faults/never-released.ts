import type { ContextCacheFault } from '../fault.js';

/** Space of puts that never ended stayed taken. */
export const neverReleased: ContextCacheFault = {
  title: 'the space of a put that was overtaken is never released',
  link: 'https://github.com/kvcache-ai/Mooncake/pull/993',
  kinship: 'its kind',
  property: 'nothing-left',
  configuration: { instances: 1, timeouts: 1 },
  patch: { provide: { 'mp-server': { guards: { isDiscarded: () => false } } } },
  counterexample: { tells: '', steps: [] },
};
