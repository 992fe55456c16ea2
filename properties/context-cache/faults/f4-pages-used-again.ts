import type { ContextCacheFault } from '../fault.js';

/** There the tree of prefixes held pages of a request that was not finished, which were freed, and filled by another one. */
export const pagesUsedAgain: ContextCacheFault = {
  title: 'pages are given to the next request while the store still reads them for the one before',
  link: 'https://github.com/sgl-project/sglang/issues/38319',
  kinship: 'its kind',
  property: 'complete-means-stored of server.0',
  configuration: { instances: 1, requests: 2, servers: 1 },
  patch: { provide: { 'caching-instance': { guards: { arePagesFree: () => true } } } },
  counterexample: {
    tells:
      'the first request is done, and its blocks are still to be stored; the second one begins to load into their pages (step 5), and what lands as d is what is left of them',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
    ],
  },
};
