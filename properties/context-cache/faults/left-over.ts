import type { ContextCacheFault } from '../fault.js';

export const leftOver: ContextCacheFault = {
  title: 'textbook: once a block is there already, those that continue it are not stored',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'nothing-left of sdk.0',
  configuration: { length: 2, prompts: 1, servers: 1 },
  patch: {
    chart: {
      'mp-sdk': ({ states }) => {
        states!.storing!.states!.asking!.on!.THERE = {
          guard: 'isAsked',
          target: 'draining',
          actions: 'nextToStore',
        };
      },
    },
  },
  counterexample: { tells: 'TODO', steps: [] },
};
