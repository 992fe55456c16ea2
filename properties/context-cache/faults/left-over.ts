import type { ContextCacheFault } from '../fault.js';

export const leftOver: ContextCacheFault = {
  title: 'textbook: once a block is there already, those that continue it are not stored',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'nothing-left of sdk.0',
  configuration: { prompts: 1, servers: 1, evs: 1 },
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
  counterexample: {
    tells:
      'both instances have computed d and de; d is being put by instance 1, so that instance 0 is told that it is there, and never asks for de',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'instance.1 ⏱ arrive in idle',
      'sdk.1 ⏱ ask in reading.looking',
      'instance.1 ⏱ compute in computing',
      'sdk.1 ⏱ ask in storing.starting',
      'sdk.0 ⏱ ask in storing.starting',
    ],
  },
};
