import { enqueueActions } from 'xstate';
import type { DispatchCombineFault } from '../patch.js';

export const keptCounters: DispatchCombineFault = {
  title: "textbook: the cells that count a token's results are not reset after the wait",
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'as-at-the-start',
  configuration: { layers: 1, tokens: 1, idleDies: 1, routing: 'balanced' },
  patch: { provide: { 'fused-combine': { actions: { resetSignals: enqueueActions(() => undefined) } } } },
  counterexample: {
    tells:
      'die 1 has the result of its token and both dies have ended, but the cell still holds the count of one: the operation after next would begin its wait with it',
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
      'dispatch.1 ⏱ gather in gathering',
      'expert.1 ⏱ compute in computing',
      'combine.1 ⏱ gather in gathering',
    ],
  },
};
