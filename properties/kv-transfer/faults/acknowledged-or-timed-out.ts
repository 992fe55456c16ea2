import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** A timeout after which pages are freed is the same race, only later. */
export const acknowledgedOrTimedOut: KvTransferFault = {
  title:
    'decode frees the pages of an aborted request when prefill has answered, or when it has waited long enough',
  link: 'https://github.com/sgl-project/sglang/pull/38961',
  property: 'freed-after-its-writer of decode.0',
  configuration: { direction: 'push', requests: 1 },
  patch: {
    chart: {
      'push-receiver': ({ states }) => {
        (states as Record<string, ChartDraft>).draining!.after = {
          patience: { target: 'ended', actions: ['releaseAsTransfer', 'forgetPages'] },
        };
      },
    },
  },
};
