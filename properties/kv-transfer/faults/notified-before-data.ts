import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** The notification is sent with the submission of the transfer, and not after its completion. */
export const notifiedBeforeData: KvTransferFault = {
  title: 'prefill tells decode that everything is written when it has submitted the writes',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/770',
  property: 'data-is-visible of decode.0',
  configuration: { direction: 'push', requests: 1, pairs: 2 },
  patch: {
    parameters: { direction: 'push' },
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
  counterexample: {
    tells:
      'decode is told that everything is written when nothing is (step 3), finds the record, which one queue pair has brought (step 8), and decodes a page whose block waits for another pair',
    steps: [
      'receiver.0 ⇒ sender.0 (vpc): PUSH_ORDER {pages: [0], record: 2}',
      'sender.0 ⏱ compute in computing',
      'sender.0 ⇒ receiver.0 (status): STATUS {isDone: true}',
      'prefill.0.engine ⏱ post in working.posting',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.1 ⏱ connect in connecting',
      'pair.prefill.0.decode.0.1 ⏱ move in ready.moving',
      'receiver.0 ⏱ poll in looking',
      'receiver.0 ⏱ decode in decoding',
    ],
  },
};
