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
  counterexample: {
    tells:
      'the first request has put d, and EVS has yet to be given it; the second one asks for d, and is told that it is not there',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'sdk.0 ⏱ ask in reading.looking',
    ],
  },
};
