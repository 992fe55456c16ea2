import { type DispatchCombineFault, SMALL } from '../patch.js';

export const oneBufferForBoth: DispatchCombineFault = {
  title: 'dispatch and combine share one receive buffer',
  link: 'https://github.com/ROCm/mori/pull/80',
  property: 'no-overwrite',
  configuration: SMALL,
  patch: { parameters: { buffers: 'one' } },
  counterexample: {
    tells:
      'die 0 is done with dispatch and writes its combine result into the slot of die 1 that still holds an unread dispatch token',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: [[1]]}',
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.1.shared.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.shared.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
      'expert.0 ⏱ compute in computing',
      'combine.0.core ⏱ sendChunk in sending',
      "combine.0.core ⇒ ub.0: POST {writer: 'combine.0.core'}",
      "combine.0.core ⇒ window.1.shared.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 0, item: 0, of: 'combine', precision: 'BF16', source: 1, token: 0, weights: 0}, writer: 'combine.0.core'}",
    ],
  },
};
