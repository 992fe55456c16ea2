import type { ExpertInput } from '../../../machines/moe/expert-ffn.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

export const ruinedWeights: DispatchCombineFault = {
  title: "weights of an expert that moves are still being copied out of a buffer that takes the next one's",
  link: 'https://github.com/vllm-project/vllm/pull/32881',
  property: 'computed-by-its-expert at die 0',
  configuration: SMALL,
  patch: {
    wiring: {
      components: (components) =>
        Object.fromEntries(
          Object.entries(components).map(([id, component]) => {
            const input = component.input as Partial<ExpertInput> | undefined;
            if (input?.weights === undefined) return [id, component];
            const weights = input.weights.map((expert) => expert + 1);
            return [id, { ...component, input: { ...input, weights } }];
          }),
        ),
    },
  },
  counterexample: {
    tells:
      "the token of die 1 is computed on the right die and in the right block, with the weights of expert 1 in the place of expert 0's",
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
      'expert.0 ⏱ compute in computing',
    ],
  },
};
