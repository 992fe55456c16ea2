import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** A timeout after which pages are freed is the same race, only later. */
export const acknowledgedOrTimedOut: KvTransferFault = {
  title:
    'decode frees the pages of an aborted request when prefill has answered, or when it has waited long enough',
  link: 'https://github.com/sgl-project/sglang/pull/38961',
  property: 'freed-after-its-writer of decode.0',
  configuration: { direction: 'push', requests: 1, aborts: 1 },
  patch: {
    parameters: { direction: 'push' },
    chart: {
      'push-receiver': ({ states }) => {
        (states as Record<string, ChartDraft>).draining!.after = {
          patience: { target: 'ended', actions: ['releaseAsTransfer', 'forgetPages'] },
        };
      },
    },
  },
  counterexample: {
    tells:
      'decode gives the request up, waits for prefill to answer, waits no longer, and frees the page for which a write is posted',
    steps: [
      'receiver.0 ⇒ sender.0 (vpc): PUSH_ORDER {pages: [0], record: 2}',
      'sender.0 ⏱ compute in computing',
      'prefill.0.engine ⏱ post in working.posting',
      "environment ⇒ clients: LEAVE {at: 'receiver.0'}",
      'receiver.0 ⏱ patience in draining',
    ],
  },
};
