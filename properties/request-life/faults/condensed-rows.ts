import { enqueueActions } from 'xstate';
import { isStalled, type LoopContext } from '../../../machines/serving/decode-loop.js';
import type { Finished, Token } from '../../../machines/serving/request-messages.js';
import { componentRef } from '../../../src/index.js';
import type { RequestLifeFault } from '../fault.js';

/** What a step had made of each row was looked up by the rows of the batch of the next one, which had been condensed meanwhile. */
export const condensedRows: RequestLifeFault = {
  title:
    'what a step has made is given out by the rows of the next batch, from which those that have ended are gone',
  link: 'https://github.com/vllm-project/vllm-ascend/issues/13863',
  kinship: 'its kind',
  property: 'own-tokens of client.1',
  configuration: { growth: 0 },
  patch: {
    provide: {
      'decode-loop': {
        actions: {
          sendTokens: enqueueActions(({ context, enqueue }) => {
            const { batch, tokens } = context as LoopContext;
            const next = batch.filter(({ isDropped, made }) => !isDropped && made + 1 < tokens);
            for (const member of batch) {
              if (member.isDropped || isStalled(member)) continue;
              const { request, attempt, made: index } = member;
              const of = (batch[next.indexOf(member)] ?? member).request;
              enqueue.sendTo(componentRef('scheduler'), {
                type: 'TOKEN',
                request,
                attempt,
                index,
                of,
              } satisfies Token);
              if (index + 1 < tokens) continue;
              enqueue.sendTo(componentRef('scheduler'), {
                type: 'FINISHED',
                request,
                attempt,
              } satisfies Finished);
            }
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'request 0 ends with the second step (step 13) and is out of the next batch, in which request 1 has its row: what the step has made of request 0 is sent to client 1 (step 16)',
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
      'decode.0.loop ⏱ step in stepping',
      'decode.0.loop ⇒ scheduler: TOKEN {attempt: 1, index: 1, of: 0, request: 0}',
      'decode.0.loop ⇒ scheduler: FINISHED {attempt: 1, request: 0}',
      'decode.0.loop ⇒ scheduler: TOKEN {attempt: 1, index: 0, of: 0, request: 1}',
    ],
  },
};
