import { enqueueActions } from 'xstate';
import type { Combined, OperatorContext } from '../../../machines/moe/fused-operator.js';
import { componentRef } from '../../../src/index.js';
import { int8Faults } from '../../../src/cloudmatrix/int8/wrong/arithmetics.js';
import type { DispatchCombineFault } from '../../dispatch-combine/patch.js';
import { wrongSums } from '../wrong.js';

const { title, link } = int8Faults['shared-expert-scaled']!;

export const sharedExpertScaled: DispatchCombineFault = {
  title,
  link,
  property: 'sum-within-bound',
  // Beside large results that cancel, the bound has room for a small one that is wrong.
  configuration: { experts: 'alike' },
  patch: {
    provide: {
      'fused-combine': {
        actions: {
          handOver: enqueueActions(({ context, enqueue }) => {
            const operator = context as OperatorContext;
            const { item, stream } = operator;
            const combined: Combined = {
              type: 'COMBINED',
              item,
              sums: wrongSums('shared-expert-scaled', operator),
            };
            enqueue.sendTo(componentRef(stream), combined);
          }),
        },
      },
    },
  },
  counterexample: {
    tells: 'the last result goes into the sum with two fifths of its weight',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: [[1, 2, 3]]}',
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.0.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', payload: {bytes: '7ff0262a3c4f9f3f', of: 'token'}, precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.1.dispatch.0 (data): WRITE {address: 0, copy: {choice: 1, expert: 2, item: 0, of: 'dispatch', payload: {bytes: '7ff0262a3c4f9f3f', of: 'token'}, precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.1.dispatch.0 (data): WRITE {address: 2, copy: {choice: 2, expert: 3, item: 0, of: 'dispatch', payload: {bytes: '7ff0262a3c4f9f3f', of: 'token'}, precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0, 1], item: 0, mark: 1, source: 0}",
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [1, 1], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[2, 3, 0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 2, item: 0, of: 'dispatch', payload: {bytes: 'f5ff81d13b962c59', of: 'token'}, precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 3, copy: {choice: 1, expert: 3, item: 0, of: 'dispatch', payload: {bytes: 'f5ff81d13b962c59', of: 'token'}, precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 2, expert: 0, item: 0, of: 'dispatch', payload: {bytes: 'f5ff81d13b962c59', of: 'token'}, precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1, 0], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [1, 1], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
      'expert.0 ⏱ compute in computing',
      'combine.0.core ⏱ sendChunk in sending',
      "combine.0.core ⇒ ub.0: POST {writer: 'combine.0.core'}",
      "combine.0.core ⇒ window.1.combine.0 (data): WRITE {address: 2, copy: {choice: 2, expert: 0, item: 0, of: 'combine', payload: {bytes: 'bd18bd8c3cc8ba6a', of: 'result'}, precision: 'BF16', source: 1, token: 0, weights: 0}, writer: 'combine.0.core'}",
      'combine.0.core ⏱ sendChunk in sending',
      "combine.0.core ⇒ ub.0: POST {writer: 'combine.0.core'}",
      "combine.0.core ⇒ window.0.combine.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 0, of: 'combine', payload: {bytes: 'bcaf3c913e1c3c94', of: 'result'}, precision: 'BF16', source: 0, token: 0, weights: 1}, writer: 'combine.0.core'}",
      'combine.0.core ⇒ window.0.combine.0: ADD {address: 6, item: 0, source: 0}',
      'dispatch.1 ⏱ gather in gathering',
      'expert.1 ⏱ compute in computing',
      'combine.1.core ⏱ sendChunk in sending',
      "combine.1.core ⇒ ub.1: POST {writer: 'combine.1.core'}",
      "combine.1.core ⇒ window.0.combine.0 (data): WRITE {address: 1, copy: {choice: 1, expert: 2, item: 0, of: 'combine', payload: {bytes: 'bfe3befd3d4cbf3b', of: 'result'}, precision: 'BF16', source: 0, token: 0, weights: 2}, writer: 'combine.1.core'}",
      'combine.1.core ⇒ window.0.combine.0: ADD {address: 6, item: 0, source: 1}',
      'combine.1.core ⏱ sendChunk in sending',
      "combine.1.core ⇒ ub.1: POST {writer: 'combine.1.core'}",
      'combine.1.core ⏱ sendChunk in sending',
      "combine.1.core ⇒ ub.1: POST {writer: 'combine.1.core'}",
      "combine.1.core ⇒ window.0.combine.0 (data): WRITE {address: 2, copy: {choice: 2, expert: 3, item: 0, of: 'combine', payload: {bytes: 'bde23e39be56be19', of: 'result'}, precision: 'BF16', source: 0, token: 0, weights: 3}, writer: 'combine.1.core'}",
      'combine.1.core ⇒ window.0.combine.0: ADD {address: 6, item: 0, source: 1}',
      'combine.0 ⏱ gather in gathering',
    ],
  },
};
