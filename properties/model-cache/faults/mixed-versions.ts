import { sendTo } from 'xstate';
import type { BlockRead, PoolContext, ReadBlock } from '../../../machines/cache/model-pool.js';
import { componentRef, type Fault } from '../../../src/index.js';

interface Given {
  readonly context: PoolContext;
  readonly event: ReadBlock;
}

/** A replica that is updated while it loads serves with weights of two training steps. */
export const mixedVersions: Fault = {
  title: 'blocks are known by their model only: who loads is given those of the newest version that is there',
  link: 'https://github.com/vllm-project/vllm-omni/issues/6265',
  kinship: 'its kind',
  property: 'one-version of instance.0',
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
              const newest = copies.toSorted((one, other) => other.id.version - one.id.version)[0];
              return { type: 'BLOCK', block, holds: newest === undefined ? null : { ...newest.id, block } };
            },
          ),
        },
      },
    },
  },
  counterexample: {
    tells:
      'instance 0 has loaded block 0 of version 1; version 2 is published, and instance 1 has it brought in: block 1 that instance 0 loads is of version 2, and it switches to both',
    steps: [
      'instance.0 ⏱ serve in serving',
      'instance.0 ⏱ prepare in prepared',
      'pool ⏱ fetch in fetching',
      'instance.0 ⏱ copy in loading',
      'environment ⇒ pool: PUBLISH',
      'instance.1 ⏱ serve in serving',
      'pool ⏱ fetch in fetching',
      'instance.0 ⏱ copy in loading',
      'instance.0 ⏱ swap in switching',
    ],
  },
};
