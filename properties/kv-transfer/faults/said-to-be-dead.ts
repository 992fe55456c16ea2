import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** One transfer has failed, and its peer is said to be dead; the report is of prefill, which says so of decode. */
export const saidToBeDead: KvTransferFault = {
  title: 'a node is said to be dead since one transfer from it has failed',
  link: 'https://github.com/sgl-project/sglang/issues/13054',
  kinship: 'its kind',
  property: 'reason-is-right of reader.0',
  configuration: { requests: 1, pairFailures: 1, aborts: 0 },
  patch: {
    chart: {
      'pull-reader': ({ states }) => {
        const { reading } = (states as Record<string, ChartDraft>).wanting!.states!;
        const [done] = reading!.on!.RETURNED as object[];
        reading!.on!.RETURNED = [
          done,
          { target: 'stopping', actions: { type: 'note', params: { ending: 'prefill lost' } } },
        ];
      },
    },
  },
};
