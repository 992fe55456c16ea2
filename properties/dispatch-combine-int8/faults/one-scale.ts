import { castDraft, produce } from 'immer';
import { assign } from 'xstate';
import { quantisedToken } from '../../../machines/moe/numbers.js';
import type { SendingCoreContext } from '../../../machines/moe/sending-core.js';
import type { DispatchCombineFault } from '../../dispatch-combine/patch.js';

/** The scale stands in the last eight digits. */
const SCALE_DIGITS = 8;

/** The token's own levels, and the scale of the first token of its die. */
function withFirstScale(core: SendingCoreContext): SendingCoreContext {
  const { quantises, numbers } = core;
  if (!quantises || numbers === null) return core;
  return produce(core, (draft) => {
    for (const { store } of draft.posted) {
      const own = quantisedToken(numbers, store.copy).bytes;
      const first = quantisedToken(numbers, { ...store.copy, token: 0 }).bytes;
      const bytes = own.slice(0, -SCALE_DIGITS) + first.slice(-SCALE_DIGITS);
      store.copy = castDraft({ ...store.copy, payload: { of: 'token', bytes } });
    }
  });
}

export const oneScale: DispatchCombineFault = {
  title: 'tokens are quantised each by its own scale, and go with one scale for all of them',
  link: 'https://github.com/vllm-project/vllm/pull/54683',
  kinship: 'its kind',
  property: 'token-within-bound',
  configuration: { tokens: 2, expertsPerDie: 1, topK: 1 },
  patch: {
    chart: {
      'sending-core': ({ states }) => {
        (states!.sending!.after!.sendChunk as { actions: unknown }).actions = ['postChunk', 'keepFirstScale'];
      },
    },
    provide: {
      'sending-core': {
        actions: { keepFirstScale: assign(({ context }) => withFirstScale(context as SendingCoreContext)) },
      },
    },
  },
  counterexample: {
    tells:
      'the second token of die 0 goes to an expert of its own die with the scale of the first, and stands for numbers that are not its own',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: [[1], [0]]}',
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.1.dispatch.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', payload: {bytes: '7ff0262a3c4f9f3f', of: 'token'}, precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.0.dispatch.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', payload: {bytes: 'd7d8eb7f3c4f9f3f', of: 'token'}, precision: 'INT8', source: 0, token: 1}, writer: 'dispatch.0.core'}",
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [1], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[1], [0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', payload: {bytes: 'f5ff81d13b962c59', of: 'token'}, precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', payload: {bytes: 'bd7fc4343b962c59', of: 'token'}, precision: 'INT8', source: 1, token: 1}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
    ],
  },
};
