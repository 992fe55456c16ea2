import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** The notification is sent with the submission of the transfer, and not after its completion. */
export const notifiedBeforeData: KvTransferFault = {
  title: 'prefill tells decode that everything is written when it has submitted the writes',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/770',
  property: 'data-is-visible of decode.0',
  configuration: { direction: 'push', requests: 1, pairs: 2 },
  patch: {
    chart: {
      'push-sender': ({ states }) => {
        const { computing, transferring } = states as Record<string, ChartDraft>;
        computing!.after!.compute = {
          target: 'transferring',
          actions: ['store', 'call', { type: 'tellStatus', params: { isDone: true } }],
        };
        const [done] = transferring!.on!.RETURNED as { actions: unknown }[];
        done!.actions = ['keepPrefix', 'release'];
      },
    },
  },
};
