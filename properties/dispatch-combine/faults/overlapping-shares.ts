import { enqueueActions } from 'xstate';
import { dispatchSlots } from '../../../machines/moe/dispatch-plan.js';
import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

export const overlappingShares: DispatchCombineFault = {
  title: 'textbook: the shares of the cores that copy out overlap by one slot, which is read twice',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'slots-read-once at die 0',
  configuration: SMALL,
  patch: {
    provide: {
      'fused-dispatch': {
        actions: {
          readTokens: enqueueActions(({ context, enqueue }) => {
            const operator = context as OperatorContext;
            const slots = dispatchSlots(operator).map(({ window, addresses }) => ({
              window,
              addresses: [...addresses, ...addresses.slice(-1)],
            }));
            enqueue({ type: 'readSlots', params: { of: 'dispatch', slots } });
          }),
        },
      },
    },
  },
  counterexample: {
    tells: 'the slot of the token of die 1 is read twice, so that the experts of die 0 are given it twice',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
    ],
  },
};
