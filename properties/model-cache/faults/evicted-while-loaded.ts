import { assign, emit } from 'xstate';
import type { CopyOfModel, PoolContext } from '../../../machines/cache/model-pool.js';
import type { Fault } from '../../../src/index.js';

interface Given {
  readonly context: PoolContext;
}

/** The least recently used complete copy, whoever loads it. */
const oldest = ({ content }: PoolContext): number => content.findIndex(({ state }) => state === 'resident');

/** One rank deleted the whole model while another one was about to load it. */
export const evictedWhileLoaded: Fault = {
  title: 'a model is removed while an instance loads it',
  link: 'https://github.com/sgl-project/sglang/pull/14761',
  kinship: 'its kind',
  property: 'held-while-loaded of instance.0',
  configuration: { instances: 2, models: 2, copies: 1, switches: 1, releases: 0 },
  patch: {
    provide: {
      'model-pool': {
        guards: {
          hasWantedAndVictim: ({ context }: Given) =>
            context.wanted.length > 0 && context.content.length >= context.copies && oldest(context) >= 0,
        },
        actions: {
          tellDropped: emit(({ context }: Given): CopyOfModel => ({
            type: 'MODEL_COPY_DROPPED',
            ...context.content[oldest(context)]!.id,
          })),
          evict: assign(({ context }: Given) => ({ content: context.content.toSpliced(oldest(context), 1) })),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the only copy that there is room for comes in, and instance 0 begins to load it; instance 1 has asked for model 1, for which model 0 is removed at once',
    steps: [
      'instance.0 ⏱ serve in serving',
      'instance.0 ⏱ prepare in prepared',
      'instance.1 ⏱ serve in serving',
      'pool ⏱ fetch in fetching',
    ],
  },
};
