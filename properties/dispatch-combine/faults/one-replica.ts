import type { OperatorInput } from '../../../machines/moe/fused-operator.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

export const oneReplica: DispatchCombineFault = {
  title: 'textbook: the map of experts to dies knows of one replica of each, so that the others have no work',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'replicas-share-the-dies',
  configuration: { ...SMALL, dies: 3, redundant: 1, topK: 2, routing: 'balanced' },
  patch: {
    wiring: {
      components: (components) =>
        Object.fromEntries(
          Object.entries(components).map(([id, component]) => {
            const input = component.input as Partial<OperatorInput> | undefined;
            if (input?.layout === undefined) return [id, component];
            return [id, { ...component, input: { ...input, layout: { ...input.layout, redundant: 0 } } }];
          }),
        ),
    },
  },
  counterexample: {
    tells:
      'die 0 holds the first of two replicas of expert 0, and is sent the tokens of all three dies, whereas die 2, which holds the second, is sent none',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: [[1, 0]]}',
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.1.dispatch.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.0.dispatch.0 (data): WRITE {address: 0, copy: {choice: 1, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [1], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[0, 1]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 1, copy: {choice: 1, expert: 1, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'environment ⇒ stream.2: ROUTE {routing: [[1, 0]]}',
      'dispatch.2.core ⏱ sendChunk in sending',
      "dispatch.2.core ⇒ ub.2: POST {writer: 'dispatch.2.core'}",
      "dispatch.2.core ⇒ window.1.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', precision: 'INT8', source: 2, token: 0}, writer: 'dispatch.2.core'}",
      'dispatch.2.core ⏱ sendChunk in sending',
      "dispatch.2.core ⇒ ub.2: POST {writer: 'dispatch.2.core'}",
      "dispatch.2.core ⇒ window.0.dispatch.0 (data): WRITE {address: 2, copy: {choice: 1, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 2, token: 0}, writer: 'dispatch.2.core'}",
      "dispatch.2 ⇒ status.0.0: FLAG {address: 2, by: 'scalar', counts: [1], item: 0, mark: 1, source: 2}",
      'dispatch.0 ⏱ gather in gathering',
    ],
  },
};
