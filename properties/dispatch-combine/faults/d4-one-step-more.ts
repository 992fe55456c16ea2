import type { StreamContext } from '../../../machines/pipeline/moe-stream.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

export const oneStepMore: DispatchCombineFault = {
  title: 'a die without tokens runs one step more than the busy ones',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/12036',
  kinship: 'its kind',
  property: 'deadlock-freedom',
  configuration: SMALL,
  patch: {
    provide: {
      'moe-stream': {
        guards: {
          // Each die decides for itself, by what it has in its last step.
          isLastLayer: ({ context: { layer, layers, routing } }: { context: StreamContext }) =>
            layer >= layers || (layer + 1 === layers && routing.length > 0),
        },
      },
    },
  },
  counterexample: {
    tells: 'die 0 finds itself without tokens and runs one step more: nobody else comes to it',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
      'expert.0 ⏱ compute in computing',
      'combine.0.core ⏱ sendChunk in sending',
      "combine.0.core ⇒ ub.0: POST {writer: 'combine.0.core'}",
      "combine.0.core ⇒ window.1.combine.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 0, item: 0, of: 'combine', precision: 'BF16', source: 1, token: 0, weights: 0}, writer: 'combine.0.core'}",
      'combine.0.core ⇒ window.1.combine.0: ADD {address: 2, item: 0, source: 0}',
      'combine.0 ⏱ gather in gathering',
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.1: FLAG {address: 0, by: 'scalar', counts: [0], item: 1, mark: 1, source: 0}",
      "dispatch.0 ⇒ status.1.1: FLAG {address: 0, by: 'scalar', counts: [0], item: 1, mark: 1, source: 0}",
      'dispatch.1 ⏱ gather in gathering',
      'expert.1 ⏱ compute in computing',
      'combine.1 ⏱ gather in gathering',
    ],
  },
};
