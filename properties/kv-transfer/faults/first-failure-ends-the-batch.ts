import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** A batch that has failed is taken for one that has ended. */
export const firstFailureEndsTheBatch: KvTransferFault = {
  title: 'a batch is over with its first failure, while its other writes are under way',
  link: 'https://github.com/kvcache-ai/Mooncake/pull/1906',
  property: 'lands-in-own-pages of decode.0',
  configuration: { direction: 'push', blocks: 2, pairs: 2, pairFailures: 1, aborts: 0 },
  patch: {
    parameters: { direction: 'push' },
    provide: {
      'push-sender': {
        guards: {
          hasFailed: ({ event }: { readonly event: { readonly outcome: string } }) =>
            event.outcome === 'failed',
        },
      },
    },
    chart: {
      'push-sender': ({ states }) => {
        const { transferring } = states as Record<string, ChartDraft>;
        const [done, other] = transferring!.on!.RETURNED as object[];
        transferring!.on!.RETURNED = [
          done,
          {
            guard: 'hasFailed',
            target: 'ended',
            actions: ['release', { type: 'tellStatus', params: { isDone: false } }],
          },
          other,
        ];
        // That the rest has ended is told to one who does not wait for it.
        (states as Record<string, ChartDraft>).ended!.on!.QUIET = {};
      },
    },
  },
  counterexample: {
    tells:
      'block 0 ends in an error (step 8) and the batch is over for prefill: the pages go to request 1 (step 9), and block 1 lands in one of them',
    steps: [
      'receiver.0 ⇒ sender.0 (vpc): PUSH_ORDER {pages: [0, 1], record: 2}',
      'sender.0 ⏱ compute in computing',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ connect in connecting',
      'environment ⇒ pair.prefill.0.decode.0.0: FAIL',
      'pair.prefill.0.decode.0.0 ⏱ flush in error',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⇒ prefill.0.engine (completions): COMPLETED {isDone: false, work: {block: 0, epoch: 0, from: 0, to: 0, transfer: 0}}',
      'sender.0 ⇒ receiver.0 (status): STATUS {isDone: false}',
      'pair.prefill.0.decode.0.1 ⏱ connect in connecting',
      'pair.prefill.0.decode.0.1 ⏱ move in ready.moving',
    ],
  },
};
