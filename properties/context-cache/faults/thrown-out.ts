import type { ContextCacheFault } from '../fault.js';

export const thrownOut: ContextCacheFault = {
  title: 'textbook: each block that is written to disk takes the place of another one, though there is room',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'evicts-when-full',
  configuration: { instances: 1, servers: 1, requests: 2, prompts: 2, length: 2, evs: 2 },
  patch: { provide: { 'evs-tier': { guards: { hasNoRoom: () => true } } } },
  counterexample: {
    tells: 'EVS has room for two blocks; it is given d, then de, and evicts d',
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
