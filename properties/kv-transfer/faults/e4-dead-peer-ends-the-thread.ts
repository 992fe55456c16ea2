import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** An error that nobody catches ends the thread that moves KV; who calls it later waits for ever. */
export const deadPeerEndsTheThread: KvTransferFault = {
  title: 'the death of a decode node ends the sending thread of prefill, and requests of other nodes hang',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/7514',
  property: 'ends-with-a-reason of receiver.1',
  configuration: { direction: 'push', decodes: 2, fails: 'decode', aborts: 0 },
  patch: {
    chart: {
      'transfer-engine': ({ states }) => {
        const { working } = states as Record<string, ChartDraft>;
        const completed = working!.on!.COMPLETED as { guard?: string }[];
        const at = completed.findIndex(({ guard }) => guard === 'failsThisCall');
        completed[at] = { guard: 'failsThisCall', target: 'halted' } as { guard: string };
      },
    },
  },
};
