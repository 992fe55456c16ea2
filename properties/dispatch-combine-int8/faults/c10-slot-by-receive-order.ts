import { receiveOrder } from '../../dispatch-combine/faults/c10-receive-order.js';
import type { DispatchCombineFault } from '../../dispatch-combine/patch.js';

const { title, link, patch } = receiveOrder;

export const slotByReceiveOrder: DispatchCombineFault = {
  title,
  link,
  property: 'sum-to-the-bit',
  configuration: {
    layers: 1,
    tokens: 2,
    expertsPerDie: 2,
    idleDies: 1,
    topK: 1,
    routing: 'any',
  },
  patch,
  counterexample: {
    tells: "each of the two tokens is given the other's result, and has its numbers",
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [0, 0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[3], [2]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 6, copy: {choice: 0, expert: 3, item: 0, of: 'dispatch', payload: {bytes: 'f5ff81d13b962c59', of: 'token'}, precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 2, item: 0, of: 'dispatch', payload: {bytes: 'bd7fc4343c1d3a75', of: 'token'}, precision: 'INT8', source: 1, token: 1}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [1, 1], item: 0, mark: 1, source: 1}",
      'dispatch.1 ⏱ gather in gathering',
      'expert.1 ⏱ compute in computing',
      'combine.1.core ⏱ sendChunk in sending',
      "combine.1.core ⇒ ub.1: POST {writer: 'combine.1.core'}",
      "combine.1.core ⇒ window.1.combine.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 2, item: 0, of: 'combine', payload: {bytes: '488548b0c89d479c', of: 'result'}, precision: 'BF16', source: 1, token: 1, weights: 2}, writer: 'combine.1.core'}",
      'combine.1.core ⇒ window.1.combine.0: ADD {address: 8, item: 0, source: 1}',
      'combine.1.core ⏱ sendChunk in sending',
      "combine.1.core ⇒ ub.1: POST {writer: 'combine.1.core'}",
      "combine.1.core ⇒ window.1.combine.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 3, item: 0, of: 'combine', payload: {bytes: 'bb853c02bbbabcab', of: 'result'}, precision: 'BF16', source: 1, token: 0, weights: 3}, writer: 'combine.1.core'}",
      'combine.1.core ⇒ window.1.combine.0: ADD {address: 9, item: 0, source: 1}',
      'combine.1 ⏱ gather in gathering',
    ],
  },
};
