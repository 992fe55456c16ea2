import type { ContextCacheFault } from '../fault.js';

export const overfull: ContextCacheFault = {
  title: 'textbook: disk takes more blocks than there is room for',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'within-room of evs',
  configuration: { instances: 1, servers: 1, evs: 1 },
  patch: { provide: { 'evs-tier': { guards: { hasNoRoom: () => false } } } },
  counterexample: { tells: 'TODO', steps: [] },
};
