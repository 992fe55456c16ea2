import { enqueueActions } from 'xstate';
import { dispatchShares } from '../../../machines/moe/dispatch-plan.js';
import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import { DISPATCH_MESSAGE_BYTES } from '../../../src/cloudmatrix/paper/window.js';
import { componentRef } from '../../../src/index.js';
import type { DispatchCombineFault } from '../patch.js';

const SPAN = 2 ** 32;

/** The slot that a signed offset of 32 bits points to. */
function wrapped(slot: number): number {
  const bytes = slot * DISPATCH_MESSAGE_BYTES;
  const signed = ((bytes + SPAN / 2) % SPAN) - SPAN / 2;
  return Math.floor(signed / DISPATCH_MESSAGE_BYTES);
}

export const offsetOf32Bits: DispatchCombineFault = {
  title: 'the offset into the window is computed with 32 bits and wraps at large batches',
  link: 'https://github.com/sgl-project/sgl-kernel-npu/issues/718',
  property: 'stores-within-window',
  configuration: {
    layers: 1,
    tokens: 1,
    batch: 8_192,
    expertsPerDie: 20,
    windowMiB: 16_384,
    idleDies: 1,
    routing: 'any',
  },
  patch: {
    provide: {
      'fused-dispatch': {
        actions: {
          startCores: enqueueActions(({ context, enqueue }) => {
            const operator = context as OperatorContext;
            dispatchShares(operator).forEach((share, at) => {
              const stores = share.map((store) => ({ ...store, address: wrapped(store.address) }));
              enqueue.sendTo(componentRef(operator.cores[at]!), { type: 'SEND', stores });
            });
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'expert 17 lies more than 2 GiB into the window: the offset turns negative and the token lands outside',
    steps: [
      'environment ⇒ stream.1: ROUTE {routing: [[17]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: -272521, copy: {choice: 0, expert: 17, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
    ],
  },
};
