import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** Nothing ends the wait for a prefill node that dies before it has answered. */
export const deadInHandshake: KvTransferFault = {
  title: 'prefill dies before it has told where its KV lies, and decode waits for ever',
  link: 'https://github.com/vllm-project/vllm/pull/26171',
  property: 'every-component-can-rest',
  configuration: { requests: 1, fails: 'prefill', aborts: 0 },
  patch: {
    parameters: { direction: 'paper' },
    chart: {
      'pull-reader': ({ states }) => {
        const { waiting } = (states as Record<string, ChartDraft>).wanting!.states!;
        waiting!.on!.NODE_LOST = {};
      },
    },
  },
  counterexample: {
    tells: 'prefill dies before it is asked, and nothing ends the wait of decode',
    steps: ['environment ⇒ prefill.0: FAIL'],
  },
};
