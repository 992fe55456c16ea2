import type { ContextCacheFault } from '../fault.js';

export const aboveThreshold: ContextCacheFault = {
  title: 'textbook: memory is filled to the last slot, whatever the threshold',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'below-threshold of server.0',
  configuration: { instances: 1, servers: 1, high: 1 },
  patch: { provide: { 'mp-server': { guards: { mustEvict: () => false } } } },
  counterexample: {
    tells: 'd and de are put, and EVS has both; the threshold is one block, and the server evicts none',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
    ],
  },
};
