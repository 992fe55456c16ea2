import { assign } from 'xstate';
import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** The pages of an aborted load are freed when the load is said to be over, and by nothing else. */
export const freedByALostMessage: KvTransferFault = {
  title:
    'the pages of an aborted load are freed only by the message that tells of its end, which may not come',
  link: 'https://github.com/vllm-project/vllm/issues/46283',
  property: 'decode-pages-come-back of decode.0',
  configuration: { direction: 'push', requests: 1, status: 'lost' },
  patch: {
    provide: { 'push-receiver': { actions: { tellAbort: assign({}) } } },
    chart: {
      'push-receiver': ({ states }) => {
        const { draining } = states as Record<string, ChartDraft>;
        draining!.on!.STATUS = { target: 'ended', actions: ['releaseAsTransfer', 'forgetPages'] };
      },
    },
  },
};
