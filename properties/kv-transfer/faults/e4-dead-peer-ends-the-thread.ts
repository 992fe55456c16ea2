import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** An error that nobody catches ends the thread that moves KV; who calls it later waits for ever. */
export const deadPeerEndsTheThread: KvTransferFault = {
  title: 'the death of a decode node ends the sending thread of prefill, and requests of other nodes hang',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/7514',
  property: 'ends-with-a-reason of receiver.1',
  configuration: { direction: 'push', decodes: 2, fails: 'decode', aborts: 0 },
  patch: {
    parameters: { direction: 'push' },
    chart: {
      'transfer-engine': ({ states }) => {
        const { working } = states as Record<string, ChartDraft>;
        const completed = working!.on!.COMPLETED as { guard?: string }[];
        const at = completed.findIndex(({ guard }) => guard === 'failsThisCall');
        completed[at] = { guard: 'failsThisCall', target: 'halted' } as { guard: string };
      },
    },
  },
  counterexample: {
    tells:
      'decode 0 dies (step 5) while request 0 is to be written there: the error ends the thread of prefill 0 (step 7), and request 1, whose decode node lives, waits for ever',
    steps: [
      'receiver.0 ⇒ sender.0 (vpc): PUSH_ORDER {pages: [0], record: 2}',
      'receiver.1 ⇒ sender.1 (vpc): PUSH_ORDER {pages: [0], record: 2}',
      'sender.0 ⏱ compute in computing',
      'sender.1 ⏱ compute in computing',
      'environment ⇒ decode.0: FAIL',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⇒ prefill.0.engine (completions): COMPLETED {isDone: false, work: {block: 0, epoch: 0, from: 0, to: 0, transfer: 0}}',
    ],
  },
};
