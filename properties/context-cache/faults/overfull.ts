import type { ContextCacheFault } from '../fault.js';

export const overfull: ContextCacheFault = {
  title: 'textbook: disk takes more blocks than there is room for',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'within-room of evs',
  configuration: { instances: 1, servers: 1, evs: 1 },
  patch: { provide: { 'evs-tier': { guards: { hasNoRoom: () => false } } } },
  counterexample: {
    tells: 'EVS has room for one block, is given d, then de, and keeps both',
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
