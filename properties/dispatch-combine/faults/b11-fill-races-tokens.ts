import { enqueueActions } from 'xstate';
import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import type { Store } from '../../../machines/moe/sending-core.js';
import { dataWindow, halfOf, type Layout } from '../../../machines/moe/window-layout.js';
import { componentRef } from '../../../src/index.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

/** Every slot that FusedDispatch has in one half. */
const slotsOf = ({ dies, expertsPerDie, batch }: Layout): number[] =>
  Array.from({ length: expertsPerDie * dies * batch }, (_, address) => address);

export const fillRacesTokens: DispatchCombineFault = {
  title: 'the zero fill of the output races the arriving tokens',
  link: 'https://github.com/deepseek-ai/DeepEP/issues/589',
  property: 'flag-implies-data',
  configuration: SMALL,
  patch: {
    provide: {
      'fused-dispatch': {
        actions: {
          startCores: enqueueActions(
            ({ context, enqueue }, params: { readonly shares: readonly Store[][] }) => {
              const { cores, die, item, layout } = context as OperatorContext;
              cores.forEach((core, at) => {
                enqueue.sendTo(componentRef(core), { type: 'SEND', stores: params.shares[at]! });
              });
              // The memory is allocated and zeroed when the operation begins: peers that have begun earlier may have written to it.
              const window = dataWindow(layout, die, 'dispatch', halfOf(layout, item));
              const cells = slotsOf(layout).map((address) => ({ address, value: 0 }));
              enqueue.sendTo(componentRef(window), { type: 'RESET', cells });
            },
          ),
        },
      },
    },
  },
  counterexample: {
    tells: 'die 1 zeroes its output when it begins, and erases the token that die 0 has sent it already',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: [[1]]}',
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.1.dispatch.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [1], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: []}',
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      'dispatch.1 ⏱ gather in gathering',
    ],
  },
};
