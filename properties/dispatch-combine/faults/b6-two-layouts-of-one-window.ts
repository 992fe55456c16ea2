import { enqueueActions } from 'xstate';
import { dispatchFlags } from '../../../machines/moe/dispatch-plan.js';
import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import type { Share } from '../../../machines/moe/waiting-cores.js';
import { dataWindow, halfOf } from '../../../machines/moe/window-layout.js';
import { componentRef } from '../../../src/index.js';
import type { DispatchCombineFault } from '../patch.js';

/**
 * Every second operation is of the other mode. Each mode cuts the window up in its own way: where the other one has its flags, this one has
 * the data of the operation before.
 */
const windowOfFlags = ({ layout, item }: OperatorContext, die: number, own: string): string =>
  item % 2 === 0 ? own : dataWindow(layout, die, 'dispatch', halfOf(layout, item - 1));

const inMode = (context: OperatorContext, shares: readonly Share[]): Share[] =>
  shares.map((share) => ({ ...share, window: windowOfFlags(context, context.die, share.window) }));

export const twoLayoutsOfOneWindow: DispatchCombineFault = {
  title: 'prefill and decode operations alternate on one window, each with a layout of its own',
  link: 'https://github.com/sgl-project/sgl-kernel-npu/pull/246',
  property: 'no-overwrite',
  configuration: { layers: 2, tokens: 2 },
  patch: {
    provide: {
      'fused-dispatch': {
        actions: {
          signalPeers: enqueueActions(({ context, enqueue }) => {
            const operator = context as OperatorContext;
            dispatchFlags(operator).forEach(({ window, flag }, peer) => {
              enqueue.sendTo(componentRef(windowOfFlags(operator, peer, window)), flag);
            });
          }),
          awaitSignals: enqueueActions(
            ({ context, enqueue }, params: { readonly shares: readonly Share[] }) => {
              const { item, waiting } = context as OperatorContext;
              const shares = inMode(context as OperatorContext, params.shares);
              enqueue.sendTo(componentRef(waiting), { type: 'AWAIT', item, shares });
            },
          ),
          resetSignals: enqueueActions(
            ({ context, enqueue }, params: { readonly shares: readonly Share[] }) => {
              for (const { window, cells } of inMode(context as OperatorContext, params.shares)) {
                enqueue.sendTo(componentRef(window), { type: 'RESET', cells });
              }
            },
          ),
        },
      },
    },
  },
  counterexample: {
    tells:
      'die 1 runs ahead into an operation of the other mode, and its flag lands on an unread token of the first mode',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: [[0], [0]]}',
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.0.dispatch.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 0, token: 1}, writer: 'dispatch.0.core'}",
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: []}',
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      'dispatch.1 ⏱ gather in gathering',
      'expert.1 ⏱ compute in computing',
      'combine.1 ⏱ gather in gathering',
      'environment ⇒ stream.1: ROUTE {routing: []}',
      "dispatch.1 ⇒ window.0.dispatch.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 1, mark: 1, source: 1}",
    ],
  },
};
