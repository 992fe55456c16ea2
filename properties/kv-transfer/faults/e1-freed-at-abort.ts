import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** Who gives up lets everything go at once: nothing waits for prefill, which may be writing. */
export const freedAtAbort: KvTransferFault = {
  title: 'decode gives a request up and frees its pages at once, while prefill still writes into them',
  link: 'https://github.com/sgl-project/sglang/issues/24527',
  property: 'lands-in-own-pages of decode.0',
  configuration: { direction: 'push', decodePages: 1 },
  patch: {
    chart: {
      'push-receiver': ({ states }) => {
        const { waiting } = states as Record<string, ChartDraft>;
        waiting!.on!.GIVE_UP = {
          target: 'ended',
          actions: [
            'releaseAsRequest',
            'releaseAsTransfer',
            'releaseSlot',
            'tellAbort',
            'forgetPages',
            { type: 'note', params: { ending: 'aborted' } },
          ],
        };
      },
    },
  },
};
