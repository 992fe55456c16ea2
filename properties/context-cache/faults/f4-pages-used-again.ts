import type { ContextCacheFault } from '../fault.js';

/** There the tree of prefixes held pages of a request that was not finished, which were freed, and filled by another one. */
export const pagesUsedAgain: ContextCacheFault = {
  title: 'pages are given to the next request while the store still reads them for the one before',
  link: 'https://github.com/sgl-project/sglang/issues/38319',
  kinship: 'its kind',
  property: 'complete-means-stored of server.0',
  configuration: { instances: 1, requests: 2, servers: 1 },
  patch: { provide: { 'prefill-instance': { guards: { arePagesFree: () => true } } } },
  counterexample: { tells: '', steps: [] },
};
