import { sendTo } from 'xstate';
import type { BlockRead, PoolContext, ReadBlock } from '../../../machines/cache/model-pool.js';
import { componentRef, type Fault } from '../../../src/index.js';

interface Given {
  readonly context: PoolContext;
  readonly event: ReadBlock;
}

/** What an older save had left in the folder was found, and loaded for the newer one. */
export const olderCopy: Fault = {
  title: 'weights are found by the name of their model, and those of the older version are found first',
  link: 'https://github.com/mflux-community/mflux/pull/603',
  kinship: 'its kind',
  property: 'switched-to-its-target of instance.0',
  configuration: { instances: 2, models: 1, switches: 1, releases: 1 },
  patch: {
    provide: {
      'model-pool': {
        actions: {
          answerBlock: sendTo(
            componentRef((given: Given & Parameters<ReturnType<typeof componentRef>>[0]) => given.event.from),
            ({ context: { content }, event: { id, block } }: Given): BlockRead => {
              const copies = content.filter(
                (copy) => copy.state === 'resident' && copy.id.model === id.model,
              );
              const oldest = copies.toSorted((one, other) => one.id.version - other.id.version)[0];
              return { type: 'BLOCK', block, holds: oldest === undefined ? null : { ...oldest.id, block } };
            },
          ),
        },
      },
    },
  },
  counterexample: {
    tells:
      'version 1 is in the pool for instance 1; version 2 is published, and brought in for instance 0, which loads version 1 all the same, and tells that it serves version 2',
    steps: [
      'instance.1 ⏱ serve in serving',
      'pool ⏱ fetch in fetching',
      'environment ⇒ pool: PUBLISH',
      'instance.0 ⏱ serve in serving',
      'instance.0 ⏱ prepare in prepared',
      'pool ⏱ fetch in fetching',
      'instance.0 ⏱ copy in loading',
      'instance.0 ⏱ copy in loading',
      'instance.0 ⏱ swap in switching',
    ],
  },
};
