import { enqueueActions } from 'xstate';
import type { OperatorContext, SlotsOfWindow } from '../../../machines/moe/fused-operator.js';
import type { Store } from '../../../machines/moe/sending-core.js';
import { componentRef } from '../../../src/index.js';
import type { DispatchCombineFault } from '../patch.js';

/** The dispatch memory of the same die and half. */
const shared = (window: string): string => window.replace('.combine.', '.dispatch.');

export const stagingInDispatchMemory: DispatchCombineFault = {
  title: 'pulled results wait in memory that the next dispatch writes to',
  link: 'https://github.com/sgl-project/sgl-kernel-npu/pull/63',
  property: 'no-overwrite',
  configuration: {
    layers: 2,
    tokens: 1,
    topK: 2,
    buffers: 'two',
    combineTransfer: 'pull',
    routing: 'balanced',
  },
  patch: {
    provide: {
      'fused-combine': {
        actions: {
          startCores: enqueueActions(
            ({ context, enqueue }, params: { readonly shares: readonly Store[][] }) => {
              (context as OperatorContext).cores.forEach((core, at) => {
                const stores = params.shares[at]!.map((store) => ({
                  ...store,
                  window: shared(store.window),
                }));
                enqueue.sendTo(componentRef(core), { type: 'SEND', stores });
              });
            },
          ),
          readSlots: enqueueActions(
            ({ context, enqueue }, params: { readonly slots: readonly SlotsOfWindow[] }) => {
              const { item, self } = context as OperatorContext;
              for (const { window, addresses } of params.slots) {
                const read = { type: 'READ', item, of: 'combine', addresses, reader: self };
                enqueue.sendTo(componentRef(shared(window)), read);
              }
              enqueue.assign({ reading: params.slots.length });
            },
          ),
        },
      },
    },
  },
  counterexample: {
    tells:
      'die 0 goes on to the next layer and writes its token over a result that still waits to be read in the same memory',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: [[1, 0]]}',
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.1.dispatch.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.0.dispatch.0 (data): WRITE {address: 0, copy: {choice: 1, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [1], item: 0, mark: 1, source: 0}",
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [1], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[0, 1]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 1, copy: {choice: 1, expert: 1, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
      'expert.0 ⏱ compute in computing',
      'combine.0.core ⏱ sendChunk in sending',
      "combine.0.core ⇒ ub.0: POST {writer: 'combine.0.core'}",
      "combine.0.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 1, expert: 0, item: 0, of: 'combine', precision: 'BF16', source: 0, token: 0, weights: 0}, writer: 'combine.0.core'}",
      'combine.0.core ⏱ sendChunk in sending',
      "combine.0.core ⇒ ub.0: POST {writer: 'combine.0.core'}",
      "combine.0.core ⇒ window.0.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 0, item: 0, of: 'combine', precision: 'BF16', source: 1, token: 0, weights: 0}, writer: 'combine.0.core'}",
      'combine.0.core ⇒ window.1.combine.0: ADD {address: 4, item: 0, source: 0}',
      'dispatch.1 ⏱ gather in gathering',
      'expert.1 ⏱ compute in computing',
      'combine.1.core ⏱ sendChunk in sending',
      "combine.1.core ⇒ ub.1: POST {writer: 'combine.1.core'}",
      "combine.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 0, of: 'combine', precision: 'BF16', source: 0, token: 0, weights: 1}, writer: 'combine.1.core'}",
      'combine.1.core ⏱ sendChunk in sending',
      "combine.1.core ⇒ ub.1: POST {writer: 'combine.1.core'}",
      "combine.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 3, copy: {choice: 1, expert: 1, item: 0, of: 'combine', precision: 'BF16', source: 1, token: 0, weights: 1}, writer: 'combine.1.core'}",
      'combine.1.core ⇒ window.1.combine.0: ADD {address: 4, item: 0, source: 1}',
      'combine.1 ⏱ gather in gathering',
      "combine.1 ⇒ window.0.dispatch.0: READ {addresses: [2], item: 0, of: 'combine', reader: 'combine.1'}",
      "combine.1 ⇒ window.1.dispatch.0: READ {addresses: [3], item: 0, of: 'combine', reader: 'combine.1'}",
      "window.0.dispatch.0 ⇒ combine.1: DATA {found: [{address: 2, copy: {choice: 0, expert: 0, item: 0, of: 'combine', precision: 'BF16', source: 1, token: 0, weights: 0}}], source: 'window.0.dispatch.0'}",
      "window.1.dispatch.0 ⇒ combine.1: DATA {found: [{address: 3, copy: {choice: 1, expert: 1, item: 0, of: 'combine', precision: 'BF16', source: 1, token: 0, weights: 1}}], source: 'window.1.dispatch.0'}",
      'environment ⇒ stream.1: ROUTE {routing: [[0, 1]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 1, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
    ],
  },
};
