import type { Fault } from '../../../src/index.js';

/** Several pipelines on one device each downloaded the weights into the cache that they share. */
export const oneEach: Fault = {
  title: 'each instance has the weights brought in for itself, though they are on their way for another one',
  link: 'https://github.com/roboflow/inference/pull/2752',
  property: 'brought-in-once',
  configuration: { instances: 2, models: 1, switches: 1, releases: 0 },
  patch: {
    chart: {
      'model-pool': (chart) => {
        chart.on!.PREFETCH = { actions: 'want' };
      },
    },
  },
  counterexample: {
    tells:
      'both instances are told that the model is not there, and each has it brought in: when the first copy is there (step 3) a second one is begun beside it',
    steps: ['instance.0 ⏱ serve in serving', 'instance.1 ⏱ serve in serving', 'pool ⏱ fetch in fetching'],
  },
};
