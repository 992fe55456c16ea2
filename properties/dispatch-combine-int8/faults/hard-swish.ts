import { enqueueActions } from 'xstate';
import type { Row } from '../../../machines/moe/dense-output.js';
import { type Computed, type ExpertContext, results } from '../../../machines/moe/expert-ffn.js';
import { rowOf } from '../../../src/cloudmatrix/int8/matrix.js';
import { bf16Bytes } from '../../../src/cloudmatrix/int8/message.js';
import { int8Faults } from '../../../src/cloudmatrix/int8/wrong/arithmetics.js';
import { componentRef } from '../../../src/index.js';
import type { DispatchCombineFault } from '../../dispatch-combine/patch.js';
import { wronglyComputed } from '../wrong.js';

const { title, link } = int8Faults['hard-swish']!;

/** The results of all rows by the wrong activation. */
function wrongResults(context: ExpertContext): Row[] {
  const { numbers, rows } = context;
  const right = results(context);
  if (numbers === null) return right;
  const wrong = wronglyComputed('hard-swish', numbers);
  return right.map((result, row): Row => {
    if (result === null) return null;
    const { output } = wrong.result(result.weights!, rows[row]!.payload!.bytes);
    return { ...result, payload: { of: 'result', bytes: bf16Bytes(rowOf(output, 0)) } };
  });
}

export const hardSwish: DispatchCombineFault = {
  title,
  link,
  property: 'result-within-bound',
  patch: {
    provide: {
      'expert-ffn': {
        actions: {
          handOver: enqueueActions(({ context, enqueue }) => {
            const { item, stream } = context as ExpertContext;
            const computed: Computed = {
              type: 'COMPUTED',
              item,
              rows: wrongResults(context as ExpertContext),
            };
            enqueue.sendTo(componentRef(stream), computed);
          }),
        },
      },
    },
  },
  counterexample: {
    tells: 'the expert answers with a result that is farther from the real one than INT8 allows',
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
      'dispatch.0 ⏱ gather in gathering',
      'expert.0 ⏱ compute in computing',
    ],
  },
};
