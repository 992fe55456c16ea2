import type { ContextCacheFault } from '../fault.js';

export const denied: ContextCacheFault = {
  title: 'textbook: what is in memory, and not on disk yet, is not found',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'told-what-is-there',
  configuration: { instances: 1, requests: 2, servers: 1, length: 1 },
  patch: {
    chart: {
      'mp-server': ({ states }) => {
        states!.serving!.states!.reads!.on!.QUERY = { actions: 'lookInEvs' };
      },
    },
  },
  counterexample: { tells: 'TODO', steps: [] },
};
