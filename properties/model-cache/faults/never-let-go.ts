import { assign } from 'xstate';
import type { Fault } from '../../../src/index.js';

/** Whoever uses a model must count himself out again. */
export const neverLetGo: Fault = {
  title: 'who has loaded a model is still counted among those who load it',
  link: 'https://github.com/elastic/elasticsearch/pull/58670',
  kinship: 'its kind',
  property: 'nothing-held',
  configuration: { instances: 1, switches: 1, releases: 0 },
  patch: { provide: { 'model-pool': { actions: { letGo: assign({}) } } } },
  counterexample: {
    tells: 'the instance has loaded the model and serves it; the pool still keeps the copy for it',
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
