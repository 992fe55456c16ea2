import type { UbPathContext } from '../../../machines/interconnect/ub-path.js';
import type { DispatchCombineFault } from '../patch.js';

export const queueDepth: DispatchCombineFault = {
  title: 'a sender counts on a send queue that is deeper than the real one',
  link: 'https://github.com/deepseek-ai/DeepEP/issues/301',
  property: 'writes-within-credits of ub.1',
  configuration: { layers: 1, tokens: 2, credits: 1, idleDies: 1, routing: 'balanced' },
  patch: {
    provide: {
      'ub-path': {
        guards: { hasCredit: ({ context }: { context: UbPathContext }) => context.credits >= 0 },
      },
    },
  },
  counterexample: {
    tells: 'die 1 has one credit and puts two tokens onto the fabric before the first of them is visible',
    steps: [
      'environment ⇒ stream.1: ROUTE {routing: [[1], [0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
    ],
  },
};
