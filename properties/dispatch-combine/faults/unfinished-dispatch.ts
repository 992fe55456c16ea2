import { type DispatchCombineFault, SMALL } from '../patch.js';

export const unfinishedDispatch: DispatchCombineFault = {
  title: 'textbook: a FusedDispatch whose wait was given up goes on to hand over what has come',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'nothing-after-giving-up',
  configuration: { ...SMALL, tokens: 0, limit: 'probe', failures: 1 },
  patch: {
    chart: {
      'fused-dispatch': (chart) => {
        chart.on!['GIVEN_UP'] = { target: '.assembling', actions: 'tellGivenUp' };
      },
    },
  },
  counterexample: {
    tells: 'die 0 has failed; die 1 gives up, and hands over a dense output without the tokens of die 0',
    steps: [
      'environment ⇒ health.0: FAIL',
      'environment ⇒ stream.1: ROUTE {routing: []}',
      'dispatch.1.wait ⏱ limit in polling.limited',
    ],
  },
};
