import { enqueueActions } from 'xstate';
import { isStalled, type LoopContext } from '../../../machines/serving/decode-loop.js';
import type { Finished, Token } from '../../../machines/serving/request-messages.js';
import { componentRef } from '../../../src/index.js';
import type { RequestLifeFault } from '../fault.js';

/** What a step had made of each row was looked up by the rows of the batch that had been condensed since. */
export const condensedRows: RequestLifeFault = {
  title: 'what a step has made is given out by row, and whose rows they are has changed since: one has left',
  link: 'https://github.com/vllm-project/vllm-ascend/issues/13863',
  kinship: 'its kind',
  property: 'own-tokens of client.1',
  configuration: { aborts: 1, by: 'decode', growth: 0, retries: 0 },
  patch: {
    provide: {
      'decode-loop': {
        actions: {
          sendTokens: enqueueActions(({ context, enqueue }) => {
            const { batch, tokens } = context as LoopContext;
            const condensed = batch.filter(({ isDropped }) => !isDropped);
            condensed.forEach((member, row) => {
              if (isStalled(member)) return;
              const { request, attempt, made: index } = member;
              const token: Token = { type: 'TOKEN', request, attempt, index, of: batch[row]!.request };
              enqueue.sendTo(componentRef('scheduler'), token);
              if (index + 1 < tokens) return;
              const finished: Finished = { type: 'FINISHED', request, attempt };
              enqueue.sendTo(componentRef('scheduler'), finished);
            });
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'both requests are in the batch when decode node 0 gives request 0 up (step 13), and its row goes to request 1: what the step makes of request 0 is sent to client 1 (step 15)',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 0}",
      'decode.0.receive.0 ⏱ land in alive.transferring',
      'client.1 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.0.receive.1: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 1}",
      'decode.0.receive.1 ⏱ land in alive.transferring',
      'decode.0.loop ⏱ step in stepping',
      'decode.0.loop ⇒ scheduler: TOKEN {attempt: 1, index: 0, of: 0, request: 0}',
      "environment ⇒ mishaps: GIVE_UP {request: 0, to: 'decode.0.receive.0'}",
      'decode.0.loop ⏱ step in stepping',
      'decode.0.loop ⇒ scheduler: TOKEN {attempt: 1, index: 0, of: 0, request: 1}',
    ],
  },
};
