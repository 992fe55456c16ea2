import type { ContextCacheFault } from '../fault.js';

export const aboveThreshold: ContextCacheFault = {
  title: 'textbook: memory is filled to the last slot, whatever the threshold',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'below-threshold of server.0',
  configuration: { instances: 1, servers: 1, high: 1 },
  patch: { provide: { 'mp-server': { guards: { mustEvict: () => false } } } },
  counterexample: { tells: 'TODO', steps: [] },
};
