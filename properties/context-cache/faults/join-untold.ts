import type { ContextCacheFault } from '../fault.js';

/** The ring of hashes was made once, and nodes that came later were not in it. */
export const joinUntold: ContextCacheFault = {
  title: 'a server joins, and nobody who places keys is told of it',
  link: 'https://github.com/amino/amino/issues/1',
  kinship: 'its kind',
  property: 'view-arrives of sdk.0',
  configuration: { instances: 1, joins: 1, servers: 1, length: 1 },
  patch: {
    chart: {
      'mp-controller': ({ states }) => {
        states!.open!.on!.JOIN = { actions: ['changeView', 'tellJoined'] };
      },
    },
  },
  counterexample: {
    tells: 'the server joins, with a new epoch; the SDK is not told, and computes what it could store there',
    steps: [
      'server.0 ⏱ restart in lost.away',
      'instance.0 ⏱ arrive in idle',
      'instance.0 ⏱ compute in computing',
    ],
  },
};
