import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** A synchronous call has returned, at its time limit: nothing is cancelled by that. */
export const returnedCallHasEnded: KvTransferFault = {
  title: 'a call that has returned at its time limit is taken for writes that have ended',
  link: 'https://github.com/ModelTC/LightLLM/pull/1406',
  property: 'freed-after-its-writer of decode.0',
  configuration: { direction: 'push', calls: 'limited', requests: 1, aborts: 0 },
  patch: {
    parameters: { direction: 'push' },
    provide: {
      'push-sender': {
        guards: {
          isLate: ({ event }: { readonly event: { readonly outcome: string } }) => event.outcome === 'late',
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
            guard: 'isLate',
            target: 'ended',
            actions: ['release', { type: 'tellStatus', params: { isDone: false } }],
          },
          other,
        ];
        (states as Record<string, ChartDraft>).ended!.on!.QUIET = {};
      },
    },
  },
  counterexample: {
    tells:
      'the call returns at its time limit (step 5), decode is told that the transfer has failed, and frees the page for which a write is posted',
    steps: [
      'receiver.0 ⇒ sender.0 (vpc): PUSH_ORDER {pages: [0], record: 2}',
      'sender.0 ⏱ compute in computing',
      'prefill.0.engine ⏱ post in working.posting',
      'prefill.0.engine ⏱ post in working.posting',
      'prefill.0.engine ⏱ limit in working.awaiting.limited',
      'sender.0 ⇒ receiver.0 (status): STATUS {isDone: false}',
    ],
  },
};
