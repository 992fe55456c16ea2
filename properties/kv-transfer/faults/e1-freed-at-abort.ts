import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** Who gives up lets everything go at once: nothing waits for prefill, which may be writing. */
export const freedAtAbort: KvTransferFault = {
  title: 'decode gives a request up and frees its pages at once, while prefill still writes into them',
  link: 'https://github.com/sgl-project/sglang/issues/24527',
  property: 'lands-in-own-pages of decode.0',
  configuration: { direction: 'push', decodePages: 1, aborts: 1 },
  patch: {
    parameters: { direction: 'push' },
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
  counterexample: {
    tells:
      'request 0 is given up while its write is posted (step 5): its page goes to request 1, which waits for one, and the write lands in it (step 6)',
    steps: [
      'receiver.0 ⇒ sender.0 (vpc): PUSH_ORDER {pages: [0], record: 1}',
      'sender.0 ⏱ compute in computing',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ connect in connecting',
      "environment ⇒ clients: LEAVE {at: 'receiver.0'}",
      'pair.prefill.0.decode.0.0 ⏱ move in ready.moving',
    ],
  },
};
