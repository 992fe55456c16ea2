import type { DispatchCombineFault } from '../patch.js';

export const downLink: DispatchCombineFault = {
  title: 'textbook: a path issues writes while its link is down',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'issued-while-up of ub.0',
  configuration: { dies: 2, layers: 1, tokens: 1, flaps: 1, routing: 'balanced' },
  patch: {
    chart: {
      'ub-path': (chart) => {
        const { up, down } = chart.states!;
        down!.on = { POST: up!.on!.POST };
      },
    },
  },
  counterexample: {
    tells: 'the link of die 0 goes down before its token is in the pipe, and the path puts the token onto it',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: [[1]]}',
      'dispatch.0.core ⏱ sendChunk in sending',
      'environment ⇒ ub.0: LINK_DOWN',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
    ],
  },
};
