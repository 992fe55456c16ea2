import type { ContextCacheFault } from '../fault.js';

export const thrownOut: ContextCacheFault = {
  title: 'textbook: each block that is written to disk takes the place of another one, though there is room',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'evicts-when-full',
  configuration: { instances: 1, servers: 1 },
  patch: { provide: { 'evs-tier': { guards: { hasNoRoom: () => true } } } },
  counterexample: { tells: 'TODO', steps: [] },
};
