import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** The output that tells of it was read before the transfer ended, and is not read again. */
export const finishedSendingUnseen: KvTransferFault = {
  title: 'that a transfer has been sent is not seen, and the pages of prefill stay held until it starves',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/8063',
  property: 'prefill-pages-come-back of prefill.0',
  configuration: { direction: 'push', requests: 1, aborts: 0 },
  patch: {
    chart: {
      'push-sender': ({ states }) => {
        const { transferring } = states as Record<string, ChartDraft>;
        const [done] = transferring!.on!.RETURNED as { actions: unknown }[];
        done!.actions = { type: 'tellStatus', params: { isDone: true } };
      },
    },
  },
};
