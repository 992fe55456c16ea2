import { type DispatchCombineFault, SMALL } from '../patch.js';

export const orphanedExperts: DispatchCombineFault = {
  title: 'textbook: the process that serves a die has died, and the graph of its experts runs on',
  link: 'https://arxiv.org/abs/2602.21140',
  property: 'stops-whole at die 0',
  configuration: { ...SMALL, limit: 'probe', failures: 1 },
  patch: {
    chart: {
      'expert-ffn': (chart) => {
        chart.on!['HALT'] = {};
      },
    },
  },
  counterexample: {
    tells: 'die 0 has failed, and its experts have not stopped',
    steps: ['environment ⇒ health.0: FAIL'],
  },
};
