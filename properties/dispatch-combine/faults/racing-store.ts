import { castDraft, produce } from 'immer';
import { assign } from 'xstate';
import { quantisedCopy, type SendingCoreContext } from '../../../machines/moe/sending-core.js';
import type { DispatchCombineFault } from '../patch.js';

export const racingStore: DispatchCombineFault = {
  title: 'the store of a token is not ordered behind the vector instructions that quantise it',
  link: 'https://github.com/hw-native-sys/PTOAS/issues/1499',
  property: 'stages-in-order',
  configuration: { layers: 1, tokens: 1, ubufferSlots: 1, idleDies: 1, routing: 'balanced' },
  patch: {
    provide: {
      'sending-core': {
        actions: {
          // Stage 3 may have the token as soon as stage 2 begins with it.
          beginQuantise: assign(({ context }: { context: SendingCoreContext }) =>
            produce(context, (draft) => {
              const task = draft.loaded.shift()!;
              draft.quantising.push(task);
              draft.quantised.push(task);
            }),
          ),
          quantise: assign(({ context }: { context: SendingCoreContext }) =>
            produce(context, (draft) => {
              const { slot } = draft.quantising.shift()!;
              const copy = context.ubuffer[slot]!;
              // Null: it has been stored meanwhile.
              draft.ubuffer[slot] = copy === null ? null : castDraft(quantisedCopy(context, copy));
            }),
          ),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the store of die 1 reads the slot while the vector core still quantises the token in it: BF16 arrives where INT8 is expected',
    steps: [
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ load in pipelined.stage1.loading',
      'dispatch.1.core ⏱ store in pipelined.stage3.storing',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'BF16', source: 1, token: 0}, writer: 'dispatch.1.core'}",
    ],
  },
};
