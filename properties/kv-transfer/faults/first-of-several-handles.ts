import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** A read of several handles: with the error of one the request is over, and the others go on. */
export const firstOfSeveralHandles: KvTransferFault = {
  title: 'the first error of a read frees the pages of the request, while its other handles are under way',
  link: 'https://github.com/vllm-project/vllm/pull/56104',
  property: 'freed-after-its-writer of decode.0',
  configuration: { blocks: 2, pairs: 2, pairFailures: 1, aborts: 0, requests: 1 },
  patch: {
    parameters: { direction: 'paper' },
    chart: {
      'pull-reader': ({ states }) => {
        const { wanting, ended } = states as Record<string, ChartDraft>;
        const { reading } = wanting!.states!;
        const [done] = reading!.on!.RETURNED as object[];
        reading!.on!.RETURNED = [
          done,
          {
            target: '#pull-reader.ended',
            actions: [{ type: 'note', params: { ending: 'failed' } }, 'release', 'tellFetched'],
          },
        ];
        ended!.on = { QUIET: {} };
      },
    },
  },
  counterexample: {
    tells:
      'the first of two reads ends in an error: decode frees both pages, and into one of them the other read is still to come',
    steps: [
      'reader.0 ⇒ holder.0 (vpc): PULL_ORDER {blocks: 2, epoch: 0}',
      'holder.0 ⏱ compute in computing',
      'holder.0 ⇒ reader.0 (vpc): PREFILLED {epoch: 0, pages: [0, 1]}',
      'decode.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ connect in connecting',
      'environment ⇒ pair.prefill.0.decode.0.0: FAIL',
      'pair.prefill.0.decode.0.0 ⏱ flush in error',
      'decode.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⇒ decode.0.engine (completions): COMPLETED {isDone: false, work: {block: 0, epoch: 0, from: 0, to: 0, transfer: 0}}',
    ],
  },
};
