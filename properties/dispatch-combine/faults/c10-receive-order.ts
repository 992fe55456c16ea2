import { enqueueActions } from 'xstate';
import { combineStores } from '../../../machines/moe/combine-plan.js';
import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import { componentRef } from '../../../src/index.js';
import type { DispatchCombineFault } from '../patch.js';

/** Each result as if its token were as many-th of its die as the result is among those that were received from there. */
function numberedAsReceived(rows: OperatorContext['rows']): OperatorContext['rows'] {
  return rows.map((result, at) => {
    if (result === null) return null;
    const before = rows.slice(0, at).filter((other) => other?.source === result.source);
    return { ...result, token: before.length };
  });
}

export const receiveOrder: DispatchCombineFault = {
  title: "combine looks up a token's slot by the order in which tokens were received",
  link: 'https://github.com/ROCm/mori/pull/546',
  property: 'tokens-summed-once of stream.1',
  configuration: { layers: 1, tokens: 2, expertsPerDie: 2, microbatches: 1, idleDies: 1 },
  patch: {
    provide: {
      'fused-combine': {
        actions: {
          startCores: enqueueActions(({ context, enqueue }) => {
            const operator = context as OperatorContext;
            const { cores, rows } = operator;
            // Only the place is wrong: what is put there is the result itself.
            const stores = combineStores({ ...operator, rows: numberedAsReceived(rows) }).map(
              (store, at) => ({ ...store, copy: { ...rows[at]!, of: 'combine' } }),
            );
            cores.forEach((core, at) => {
              const share = stores.filter((_, index) => index % cores.length === at);
              enqueue.sendTo(componentRef(core), { type: 'SEND', stores: share });
            });
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      "results are put in the order in which die 1's experts have received the tokens: two tokens get each other's result",
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [0, 0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[3], [2]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 6, copy: {choice: 0, expert: 3, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 2, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 1}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [1, 1], item: 0, mark: 1, source: 1}",
      'dispatch.1 ⏱ gather in gathering',
      'expert.1 ⏱ compute in computing',
      'combine.1.core ⏱ sendChunk in sending',
      "combine.1.core ⇒ ub.1: POST {writer: 'combine.1.core'}",
      "combine.1.core ⇒ window.1.combine.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 2, item: 0, of: 'combine', precision: 'BF16', source: 1, token: 1, weights: 2}, writer: 'combine.1.core'}",
      'combine.1.core ⇒ window.1.combine.0: ADD {address: 8, item: 0, source: 1}',
      'combine.1.core ⏱ sendChunk in sending',
      "combine.1.core ⇒ ub.1: POST {writer: 'combine.1.core'}",
      "combine.1.core ⇒ window.1.combine.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 3, item: 0, of: 'combine', precision: 'BF16', source: 1, token: 0, weights: 3}, writer: 'combine.1.core'}",
      'combine.1.core ⇒ window.1.combine.0: ADD {address: 9, item: 0, source: 1}',
      'combine.1 ⏱ gather in gathering',
    ],
  },
};
