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
    parameters: { direction: 'paper' },
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
  counterexample: {
    tells: 'the queue pair fails, and so does the read: prefill is said to be dead, and lives',
    steps: [
      'reader.0 ⇒ holder.0 (vpc): PULL_ORDER {blocks: 1, epoch: 0}',
      'holder.0 ⏱ compute in computing',
      'holder.0 ⇒ reader.0 (vpc): PREFILLED {epoch: 0, pages: [0]}',
      'decode.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ connect in connecting',
      'environment ⇒ pair.prefill.0.decode.0.0: FAIL',
      'pair.prefill.0.decode.0.0 ⏱ flush in error',
      'pair.prefill.0.decode.0.0 ⇒ decode.0.engine (completions): COMPLETED {isDone: false, work: {block: 0, epoch: 0, from: 0, to: 0, transfer: 0}}',
    ],
  },
};
