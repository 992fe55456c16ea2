import { enqueueActions } from 'xstate';
import { sums } from '../../../machines/moe/combine-plan.js';
import type { Combined, OperatorContext } from '../../../machines/moe/fused-operator.js';
import { componentRef } from '../../../src/index.js';
import type { DispatchCombineFault } from '../../dispatch-combine/patch.js';

export const unwrittenSum: DispatchCombineFault = {
  title: 'combine has room for fewer tokens than there are, and leaves the places of the others as they were',
  link: 'https://github.com/tenstorrent/tt-metal/pull/55490',
  kinship: 'its kind',
  property: 'sums-are-kept of stream.0',
  configuration: { tokens: 2, expertsPerDie: 1, topK: 1 },
  patch: {
    provide: {
      'fused-combine': {
        actions: {
          handOver: enqueueActions(({ context, enqueue }) => {
            const { item, stream } = context as OperatorContext;
            const written = sums(context as OperatorContext).map(({ token, results, output }) =>
              token === 0 && output !== undefined ? { token, results, output } : { token, results },
            );
            enqueue.sendTo(componentRef(stream), {
              type: 'COMBINED',
              item,
              sums: written,
            } satisfies Combined);
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the results of both tokens of die 0 are there and are summed, and only the sum of the first is written',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: [[1], [0]]}',
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.1.dispatch.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', payload: {bytes: '7ff0262a3c4f9f3f', of: 'token'}, precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.0.dispatch.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', payload: {bytes: 'd7d8eb7f3c5ebd7a', of: 'token'}, precision: 'INT8', source: 0, token: 1}, writer: 'dispatch.0.core'}",
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [1], item: 0, mark: 1, source: 0}",
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [1], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[1], [0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', payload: {bytes: 'f5ff81d13b962c59', of: 'token'}, precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', payload: {bytes: 'bd7fc4343c1d3a75', of: 'token'}, precision: 'INT8', source: 1, token: 1}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
      'expert.0 ⏱ compute in computing',
      'combine.0.core ⏱ sendChunk in sending',
      "combine.0.core ⇒ ub.0: POST {writer: 'combine.0.core'}",
      "combine.0.core ⇒ window.0.combine.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'combine', payload: {bytes: 'bf13bf243d753d7d', of: 'result'}, precision: 'BF16', source: 0, token: 1, weights: 0}, writer: 'combine.0.core'}",
      'combine.0.core ⇒ window.0.combine.0: ADD {address: 5, item: 0, source: 0}',
      'combine.0.core ⏱ sendChunk in sending',
      "combine.0.core ⇒ ub.0: POST {writer: 'combine.0.core'}",
      "combine.0.core ⇒ window.1.combine.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'combine', payload: {bytes: 'bd1abd1a3ad63b33', of: 'result'}, precision: 'BF16', source: 1, token: 1, weights: 0}, writer: 'combine.0.core'}",
      'dispatch.1 ⏱ gather in gathering',
      'expert.1 ⏱ compute in computing',
      'combine.1.core ⏱ sendChunk in sending',
      "combine.1.core ⇒ ub.1: POST {writer: 'combine.1.core'}",
      "combine.1.core ⇒ window.0.combine.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 0, of: 'combine', payload: {bytes: 'c6af4691481c4694', of: 'result'}, precision: 'BF16', source: 0, token: 0, weights: 1}, writer: 'combine.1.core'}",
      'combine.1.core ⇒ window.0.combine.0: ADD {address: 4, item: 0, source: 1}',
      'combine.0 ⏱ gather in gathering',
    ],
  },
};
