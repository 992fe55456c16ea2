import type { ContextCacheFault } from '../fault.js';

/** Prompts that had been stored were not to be had again after memory had been needed for others. */
export const evictedUnwritten: ContextCacheFault = {
  title: 'a block is evicted before it was written to disk, and is lost',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/3331',
  kinship: 'its kind',
  property: 'written-through',
  configuration: { instances: 1, requests: 2, servers: 1, evs: 2, high: 1 },
  patch: {
    chart: {
      'mp-server': (chart) => {
        chart.states!.serving!.states!.writeThrough!.states!.clean!.always = [];
      },
    },
  },
  counterexample: { tells: '', steps: [] },
};
