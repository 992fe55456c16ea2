import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** A batch that has failed is taken for one that has ended. */
export const firstFailureEndsTheBatch: KvTransferFault = {
  title: 'a batch is over with its first failure, while its other writes are under way',
  link: 'https://github.com/kvcache-ai/Mooncake/pull/1906',
  property: 'lands-in-own-pages of decode.0',
  configuration: { direction: 'push', blocks: 2, pairs: 2, pairFailures: 1, aborts: 0 },
  patch: {
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
};
