import { enqueueActions } from 'xstate';
import { combineShares, resultShares } from '../../../machines/moe/combine-plan.js';
import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import { dataWindow } from '../../../machines/moe/window-layout.js';
import { componentRef } from '../../../src/index.js';
import type { DispatchCombineFault } from '../patch.js';

/** The cells of the half that the first operation uses. */
const sharesOfFirstHalf = (context: OperatorContext) => resultShares({ ...context, item: 0 });

export const oneSetOfCells: DispatchCombineFault = {
  title: 'two microbatches in flight count their results on the same cells',
  link: 'https://github.com/uccl-project/uccl/pull/1052',
  property: 'signals-of-their-operation',
  configuration: { layers: 1, tokens: 1, microbatches: 2, routing: 'balanced' },
  patch: {
    provide: {
      'fused-combine': {
        actions: {
          startCores: enqueueActions(({ context, enqueue }) => {
            const operator = context as OperatorContext;
            combineShares(operator).forEach((stores, at) => {
              const counted = stores.map((store) => ({
                ...store,
                signal: {
                  ...store.signal!,
                  window: dataWindow(operator.layout, store.copy.source, 'combine', 0),
                },
              }));
              enqueue.sendTo(componentRef(operator.cores[at]!), { type: 'SEND', stores: counted });
            });
          }),
          awaitSignals: enqueueActions(({ context, enqueue }) => {
            const operator = context as OperatorContext;
            const shares = sharesOfFirstHalf(operator);
            enqueue.sendTo(componentRef(operator.waiting), { type: 'AWAIT', item: operator.item, shares });
          }),
          resetSignals: enqueueActions(({ context, enqueue }) => {
            for (const { window, cells } of sharesOfFirstHalf(context as OperatorContext)) {
              enqueue.sendTo(componentRef(window), { type: 'RESET', cells });
            }
          }),
        },
      },
    },
  },
  counterexample: {
    tells: 'both microbatches count their results on one cell: the first one ends on a result of the second',
    steps: [
      'environment ⇒ stream.0.0: ROUTE {routing: [[1]]}',
      'dispatch.0.0.core ⏱ sendChunk in sending',
      "dispatch.0.0.core ⇒ ub.0: POST {writer: 'dispatch.0.0.core'}",
      "dispatch.0.0.core ⇒ window.1.dispatch.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.0.core'}",
      "dispatch.0.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      "dispatch.0.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [1], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1.0: ROUTE {routing: [[0]]}',
      'dispatch.1.0.core ⏱ sendChunk in sending',
      "dispatch.1.0.core ⇒ ub.1: POST {writer: 'dispatch.1.0.core'}",
      "dispatch.1.0.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.0.core'}",
      "dispatch.1.0 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      "dispatch.1.0 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      'dispatch.0.0 ⏱ gather in gathering',
      'expert.0.0 ⏱ compute in computing',
      'combine.0.0.core ⏱ sendChunk in sending',
      "combine.0.0.core ⇒ ub.0: POST {writer: 'combine.0.0.core'}",
      "combine.0.0.core ⇒ window.1.combine.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 0, item: 0, of: 'combine', precision: 'BF16', source: 1, token: 0, weights: 0}, writer: 'combine.0.0.core'}",
      'combine.0.0.core ⇒ window.1.combine.0: ADD {address: 2, item: 0, source: 0}',
      'environment ⇒ stream.0.1: ROUTE {routing: [[1]]}',
      'dispatch.0.1.core ⏱ sendChunk in sending',
      "dispatch.0.1.core ⇒ ub.0: POST {writer: 'dispatch.0.1.core'}",
      "dispatch.0.1.core ⇒ window.1.dispatch.1 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 1, of: 'dispatch', precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.1.core'}",
      "dispatch.0.1 ⇒ status.1.1: FLAG {address: 0, by: 'scalar', counts: [1], item: 1, mark: 1, source: 0}",
      'dispatch.1.0 ⏱ gather in gathering',
      'environment ⇒ stream.1.1: ROUTE {routing: [[0]]}',
      'dispatch.1.1.core ⏱ sendChunk in sending',
      "dispatch.1.1.core ⇒ ub.1: POST {writer: 'dispatch.1.1.core'}",
      "dispatch.1.1.core ⇒ window.0.dispatch.1 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 1, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.1.core'}",
      "dispatch.1.1 ⇒ status.1.1: FLAG {address: 1, by: 'scalar', counts: [0], item: 1, mark: 1, source: 1}",
      'dispatch.1.1 ⏱ gather in gathering',
      'expert.1.1 ⏱ compute in computing',
      'combine.1.1.core ⏱ sendChunk in sending',
      "combine.1.1.core ⇒ ub.1: POST {writer: 'combine.1.1.core'}",
      "combine.1.1.core ⇒ window.0.combine.1 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 1, of: 'combine', precision: 'BF16', source: 0, token: 0, weights: 1}, writer: 'combine.1.1.core'}",
    ],
  },
};
