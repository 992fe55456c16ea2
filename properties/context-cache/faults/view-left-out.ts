import type { ContextCacheFault } from '../fault.js';

export const viewLeftOut: ContextCacheFault = {
  title: 'textbook: a server leaves, and who places keys is told of it only when it is there again',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'views-in-turn of sdk.0',
  configuration: { losses: 1, instances: 1, servers: 1, length: 1 },
  patch: {
    chart: {
      'mp-controller': ({ states }) => {
        states!.open!.on!.LEAVE = { actions: 'changeView' };
      },
    },
  },
  counterexample: {
    tells:
      'the controller notices that the server is lost, and tells nobody; when the server is there again the SDK is told of epoch 3 and was never told of epoch 2',
    steps: [
      'environment ⇒ server.0: LOSE',
      'server.0 ⏱ notice in lost.unnoticed',
      'server.0 ⏱ restart in lost.away',
    ],
  },
};
