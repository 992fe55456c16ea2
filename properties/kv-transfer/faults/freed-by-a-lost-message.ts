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
    parameters: { direction: 'push' },
    provide: { 'push-receiver': { actions: { tellAbort: assign({}) } } },
    chart: {
      'push-receiver': ({ states }) => {
        const { draining } = states as Record<string, ChartDraft>;
        draining!.on!.STATUS = { target: 'ended', actions: ['releaseAsTransfer', 'forgetPages'] };
      },
    },
  },
  counterexample: {
    tells:
      'decode gives up (step 2) and waits for what tells of the end of the transfer: that is lost, and the page is held for ever',
    steps: [
      'receiver.0 ⇒ sender.0 (vpc): PUSH_ORDER {pages: [0], record: 2}',
      'receiver.0 ⏱ patience in waiting.limited',
      'sender.0 ⏱ compute in computing',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ connect in connecting',
      'pair.prefill.0.decode.0.0 ⏱ move in ready.moving',
      'pair.prefill.0.decode.0.0 ⇒ prefill.0.engine (completions): COMPLETED {isDone: true, work: {block: 0, epoch: 0, from: 0, to: 0, transfer: 0}}',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ move in ready.moving',
      'pair.prefill.0.decode.0.0 ⇒ prefill.0.engine (completions): COMPLETED {isDone: true, work: {block: -1, epoch: 0, from: -1, to: 2, transfer: 0}}',
      'drop sender.0 ⇒ receiver.0 (status): STATUS {isDone: true}',
    ],
  },
};
