import { assign } from 'xstate';
import type { ModelInstanceContext } from '../../../machines/cache/model-instance.js';
import type { BlockRead } from '../../../machines/cache/model-pool.js';
import type { Fault } from '../../../src/index.js';

interface Read {
  readonly context: ModelInstanceContext;
  readonly event: BlockRead;
}

/** A loader that kept views of what was streamed, until all was there, found in each of them what had been streamed last. */
export const reusedStaging: Fault = {
  title: 'blocks are kept as views of a staging buffer, into which the next one is read',
  link: 'https://github.com/sgl-project/sglang/pull/38908',
  property: 'blocks-in-their-places of instance.0',
  configuration: { instances: 1, switches: 1, releases: 0 },
  patch: {
    provide: {
      'model-instance': {
        actions: {
          fill: assign(({ context, event: { block, holds } }: Read) => ({
            loaded: context.loaded.map((held, at) => (at === block || held !== null ? holds : null)),
          })),
        },
      },
    },
  },
  counterexample: {
    tells:
      'block 0 is still in the staging buffer when block 1 is read into it: the instance has block 1 in both places, and switches',
    steps: [
      'instance.0 ⏱ serve in serving',
      'instance.0 ⏱ prepare in prepared',
      'pool ⏱ fetch in fetching',
      'instance.0 ⏱ copy in loading',
      'instance.0 ⏱ copy in loading',
      'instance.0 ⏱ swap in switching',
    ],
  },
};
