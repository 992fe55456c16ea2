import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** The output that tells of it was read before the transfer ended, and is not read again. */
export const finishedSendingUnseen: KvTransferFault = {
  title: 'that a transfer has been sent is not seen, and the pages of prefill stay held until it starves',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/8063',
  property: 'prefill-pages-come-back of prefill.0',
  configuration: { direction: 'push', requests: 1, aborts: 0 },
  patch: {
    parameters: { direction: 'push' },
    chart: {
      'push-sender': ({ states }) => {
        const { transferring } = states as Record<string, ChartDraft>;
        const [done] = transferring!.on!.RETURNED as { actions: unknown }[];
        done!.actions = { type: 'tellStatus', params: { isDone: true } };
      },
    },
  },
  counterexample: {
    tells: 'everything is written and decoded, and prefill still holds its page',
    steps: [
      'receiver.0 ⇒ sender.0 (vpc): PUSH_ORDER {pages: [0], record: 2}',
      'sender.0 ⏱ compute in computing',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ connect in connecting',
      'pair.prefill.0.decode.0.0 ⏱ move in ready.moving',
      'pair.prefill.0.decode.0.0 ⇒ prefill.0.engine (completions): COMPLETED {isDone: true, work: {block: 0, epoch: 0, from: 0, to: 0, transfer: 0}}',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ move in ready.moving',
      'pair.prefill.0.decode.0.0 ⇒ prefill.0.engine (completions): COMPLETED {isDone: true, work: {block: -1, epoch: 0, from: -1, to: 2, transfer: 0}}',
      'sender.0 ⇒ receiver.0 (status): STATUS {isDone: true}',
      'receiver.0 ⏱ poll in looking',
      'receiver.0 ⏱ decode in decoding',
    ],
  },
};
