import type { ContextCacheFault } from '../fault.js';

/** There what a lookup had found was pinned, and was unpinned by the retrieval only, which did not come. */
export const pinned: ContextCacheFault = {
  title:
    'what was found is kept in its place until it has been read, though its reader may not come any more',
  link: 'https://github.com/LMCache/LMCache/issues/1034',
  kinship: 'its kind',
  property: 'slots-come-back of server.0',
  configuration: { instances: 1, deaths: 1, stored: 1, prompts: 1, servers: 1 },
  patch: {
    chart: {
      'mp-server': (chart) => {
        chart.states!.serving!.states!.reads!.on!.LEASE_IS_OVER = {};
      },
    },
  },
  counterexample: {
    tells:
      'the SDK asks for d, and dies (step 5); d is read in for it, and is kept in its place though its time is over: nobody will tell that it has been read',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.loading',
      'environment ⇒ sdk.0: DIE',
      'server.0 ⏱ load in serving.recovery.reading',
      "server.0 ⏱ lease of sdk.0 at 0: LEASE_IS_OVER {from: 'sdk.0', slot: 0}",
    ],
  },
};
