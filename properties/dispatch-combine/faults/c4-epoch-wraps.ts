import { enqueueActions } from 'xstate';
import { dispatchFlags, flagShares } from '../../../machines/moe/dispatch-plan.js';
import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import { componentRef } from '../../../src/index.js';
import type { DispatchCombineFault } from '../patch.js';

/** In the report 2^31, which no search comes to. */
const EPOCHS = 4;

export const epochWraps: DispatchCombineFault = {
  title: 'the epoch in the flag cell wraps around after a few operations',
  link: 'https://github.com/sgl-project/sgl-kernel-npu/pull/202',
  property: 'signals-of-their-operation',
  configuration: { layers: 3, tokens: 1, flags: 'counting', idleDies: 2 },
  patch: {
    provide: {
      'fused-dispatch': {
        actions: {
          signalPeers: enqueueActions(({ context, enqueue }) => {
            for (const { window, flag } of dispatchFlags(context as OperatorContext)) {
              enqueue.sendTo(componentRef(window), { ...flag, mark: flag.mark % EPOCHS });
            }
          }),
          awaitSignals: enqueueActions(({ context, enqueue }) => {
            const operator = context as OperatorContext;
            const shares = flagShares(operator).map((share) => ({
              ...share,
              cells: share.cells.map(({ address, value }) => ({ address, value: value % EPOCHS })),
            }));
            enqueue.sendTo(componentRef(operator.waiting), { type: 'AWAIT', item: operator.item, shares });
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'die 0 starts its third layer and finds the flags of the first in the cells, with epochs that look like the new ones',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'atomic', counts: [0], item: 0, mark: 1, source: 0}",
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'atomic', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: []}',
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'atomic', counts: [0], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'atomic', counts: [0], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
      'expert.0 ⏱ compute in computing',
      'combine.0 ⏱ gather in gathering',
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.1: FLAG {address: 0, by: 'atomic', counts: [0], item: 1, mark: 3, source: 0}",
      'dispatch.1 ⏱ gather in gathering',
      'expert.1 ⏱ compute in computing',
      'combine.1 ⏱ gather in gathering',
      'environment ⇒ stream.1: ROUTE {routing: []}',
      "dispatch.1 ⇒ status.0.1: FLAG {address: 1, by: 'atomic', counts: [0], item: 1, mark: 3, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
      'expert.0 ⏱ compute in computing',
      'combine.0 ⏱ gather in gathering',
      'environment ⇒ stream.0: ROUTE {routing: []}',
    ],
  },
};
