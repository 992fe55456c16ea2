import type { PoolContext } from '../../../machines/cache/model-pool.js';
import type { Fault } from '../../../src/index.js';

/** Models were loaded, and none unloaded, until memory was nearly full. */
export const noRoom: Fault = {
  title: 'models are brought in though there is no room for them, and none is evicted',
  link: 'https://github.com/kserve/modelmesh-serving/issues/312',
  kinship: 'its kind',
  property: 'within-pool',
  configuration: { instances: 2, models: 2, copies: 1, switches: 1, releases: 0 },
  patch: {
    provide: {
      'model-pool': {
        guards: {
          hasWantedAndRoom: ({ context }: { readonly context: PoolContext }) => context.wanted.length > 0,
        },
      },
    },
  },
  counterexample: {
    tells: 'there is room for one copy; model 0 is there, and model 1 is brought in beside it',
    steps: ['instance.0 ⏱ serve in serving', 'instance.1 ⏱ serve in serving', 'pool ⏱ fetch in fetching'],
  },
};
