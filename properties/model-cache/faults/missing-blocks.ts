import type { ModelInstanceContext } from '../../../machines/cache/model-instance.js';
import type { Fault } from '../../../src/index.js';

/** Shards that were not there were left out, and the server started with what memory held in their place. */
export const missingBlocks: Fault = {
  title: 'an instance serves with the blocks that it has, though some are missing',
  link: 'https://github.com/sgl-project/sglang/pull/32279',
  property: 'one-version of instance.0',
  configuration: { instances: 1, switches: 1, releases: 0 },
  patch: {
    provide: {
      'model-instance': {
        guards: {
          hasAll: ({ context }: { readonly context: ModelInstanceContext }) =>
            context.loaded.some((block) => block !== null),
        },
      },
    },
  },
  counterexample: {
    tells: 'the instance has loaded block 0, and switches; block 1 is whatever was in its place',
    steps: [
      'instance.0 ⏱ serve in serving',
      'instance.0 ⏱ prepare in prepared',
      'pool ⏱ fetch in fetching',
      'instance.0 ⏱ copy in loading',
      'instance.0 ⏱ swap in switching',
    ],
  },
};
