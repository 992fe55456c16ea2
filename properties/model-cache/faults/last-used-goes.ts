import { assign, enqueueActions } from 'xstate';
import type { CopyOfModel, ModelEviction, PoolContext } from '../../../machines/cache/model-pool.js';
import type { Fault } from '../../../src/index.js';

/** The most recently used copy that nobody loads. */
const newest = ({ content }: PoolContext): number =>
  content.findLastIndex(({ state, held }) => state === 'resident' && held.length === 0);

/** Models were sorted by their last use, and removed from the wrong end. */
export const lastUsedGoes: Fault = {
  title: 'the model that was used last is removed to make room',
  link: 'https://github.com/fal-ai/text-to-image/pull/41',
  property: 'least-used-version-goes',
  patch: {
    provide: {
      'model-pool': {
        actions: {
          tellDropped: enqueueActions(({ context, enqueue }) => {
            const { content } = context as PoolContext;
            const { id } = content[newest(context as PoolContext)]!;
            const evicted: ModelEviction = { type: 'MODEL_COPY_EVICTED', ...id, content };
            const dropped: CopyOfModel = { type: 'MODEL_COPY_DROPPED', ...id };
            enqueue.emit(evicted);
            enqueue.emit(dropped);
          }),
          evict: assign(({ context }: { readonly context: PoolContext }) => ({
            content: context.content.toSpliced(newest(context), 1),
          })),
        },
      },
    },
  },
  counterexample: {
    tells:
      'model 0 is brought in for instance 0, then model 1, which instance 1 loads and serves; a new version of model 0 is published, and instance 1 asks for it: model 1 is removed, which was used last',
    steps: [
      'instance.0 ⏱ serve in serving',
      'instance.1 ⏱ serve in serving',
      'instance.1 ⏱ prepare in prepared',
      'pool ⏱ fetch in fetching',
      'pool ⏱ fetch in fetching',
      'instance.1 ⏱ copy in loading',
      'instance.1 ⏱ copy in loading',
      'instance.1 ⏱ swap in switching',
      'environment ⇒ pool: PUBLISH',
      'instance.1 ⏱ serve in serving',
    ],
  },
};
