import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** A read of several handles: with the error of one the request is over, and the others go on. */
export const firstOfSeveralHandles: KvTransferFault = {
  title: 'the first error of a read frees the pages of the request, while its other handles are under way',
  link: 'https://github.com/vllm-project/vllm/pull/56104',
  property: 'freed-after-its-writer of decode.0',
  configuration: { blocks: 2, pairs: 2, pairFailures: 1, aborts: 0, requests: 1 },
  patch: {
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
};
