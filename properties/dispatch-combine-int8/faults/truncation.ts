import { castDraft, produce } from 'immer';
import { assign } from 'xstate';
import type { Copy } from '../../../machines/die/window-protocol.js';
import type { SendingCoreContext } from '../../../machines/moe/sending-core.js';
import { int8Faults } from '../../../src/cloudmatrix/int8/wrong/arithmetics.js';
import type { DispatchCombineFault } from '../../dispatch-combine/patch.js';
import { wronglyComputed } from '../wrong.js';

const { title, link } = int8Faults.truncation!;

/** A copy that has been quantised, with what the cast makes of its token. */
function truncated({ quantises, numbers }: SendingCoreContext, copy: Copy): Copy {
  if (!quantises || numbers === null || copy.payload === undefined) return copy;
  const bytes = wronglyComputed('truncation', numbers).tokenBytes(copy);
  return { ...copy, payload: { of: 'token', bytes } };
}

export const truncation: DispatchCombineFault = {
  title,
  link,
  property: 'token-within-bound',
  patch: {
    // Stage 2, by itself or as part of a chunk.
    chart: {
      'sending-core': (chart) => {
        const { sending, pipelined } = chart.states!;
        const quantising = pipelined!.states!.stage2!.states!.quantising!;
        (sending!.after!.sendChunk as { actions: unknown }).actions = ['postChunk', 'truncate'];
        (quantising.after!.quantise as { actions: unknown }).actions = ['quantise', 'truncate'];
      },
    },
    provide: {
      'sending-core': {
        actions: {
          truncate: assign(({ context }) =>
            produce(context as SendingCoreContext, (draft) => {
              for (const { store } of draft.posted) {
                store.copy = castDraft(truncated(context as SendingCoreContext, store.copy));
              }
              draft.ubuffer = castDraft(
                (context as SendingCoreContext).ubuffer.map((copy) =>
                  copy === null ? null : truncated(context as SendingCoreContext, copy),
                ),
              );
            }),
          ),
        },
      },
    },
  },
  counterexample: {
    tells: 'a token that has been cast instead of rounded is delivered, more than half a scale off',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: [[1, 2, 3]]}',
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.0.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', payload: {bytes: '7ff025293c4f9f3f', of: 'token'}, precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.1.dispatch.0 (data): WRITE {address: 0, copy: {choice: 1, expert: 2, item: 0, of: 'dispatch', payload: {bytes: '7ff025293c4f9f3f', of: 'token'}, precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.1.dispatch.0 (data): WRITE {address: 2, copy: {choice: 2, expert: 3, item: 0, of: 'dispatch', payload: {bytes: '7ff025293c4f9f3f', of: 'token'}, precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0, 1], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[2, 3, 0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 2, item: 0, of: 'dispatch', payload: {bytes: 'f5ff81d23b962c59', of: 'token'}, precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 3, copy: {choice: 1, expert: 3, item: 0, of: 'dispatch', payload: {bytes: 'f5ff81d23b962c59', of: 'token'}, precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 2, expert: 0, item: 0, of: 'dispatch', payload: {bytes: 'f5ff81d23b962c59', of: 'token'}, precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1, 0], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
    ],
  },
};
