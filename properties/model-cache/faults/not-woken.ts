import type { Fault } from '../../../src/index.js';

/** Who waited for the download of another gave up, in place of loading what was there by then. */
export const notWoken: Fault = {
  title: 'who waits for weights that another instance has brought in is not told that they are there',
  link: 'https://github.com/roboflow/inference/pull/2752',
  kinship: 'its kind',
  property: 'switch-ends of instance.0',
  configuration: { instances: 1, switches: 1, releases: 0 },
  patch: {
    chart: {
      'model-pool': (chart) => {
        const [, other] = chart.on!.HOLD as [object, object];
        chart.on!.HOLD = [{ guard: 'isKnown' }, other];
      },
    },
  },
  counterexample: {
    tells:
      'the instance has the model brought in ahead, and asks to load it while it is on its way: it is taken for known, and nobody tells the instance when it is there',
    steps: ['instance.0 ⏱ serve in serving', 'instance.0 ⏱ prepare in prepared', 'pool ⏱ fetch in fetching'],
  },
};
