import type { GlobalSchedulerContext } from '../../../machines/serving/global-scheduler.js';
import type { Token } from '../../../machines/serving/request-messages.js';
import type { RequestLifeFault } from '../fault.js';

/** What a former attempt has sent to the client is left out of account. */
export const repeatedTokens: RequestLifeFault = {
  title: 'a request that is tried again after its client has tokens sends them once more',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/10570',
  property: 'answer-in-order of client.0',
  configuration: { requests: 1, aborts: 1, by: 'decode', tokens: 2, retries: 1 },
  patch: {
    provide: {
      'global-scheduler': {
        guards: {
          isNextToken: ({
            context,
            event,
          }: {
            readonly context: GlobalSchedulerContext;
            readonly event: Token;
          }) =>
            context.open.some(
              ({ request, attempt }) => request === event.request && attempt === event.attempt,
            ),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the client has token 0 (step 7) when decode node 0 gives the request up; the second attempt sends token 0 once more (step 16)',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 0}",
      'decode.0.receive.0 ⏱ land in alive.transferring',
      'decode.0.loop ⏱ step in stepping',
      'decode.0.loop ⇒ scheduler: TOKEN {attempt: 1, index: 0, of: 0, request: 0}',
      "environment ⇒ mishaps: GIVE_UP {request: 0, to: 'decode.0.receive.0'}",
      'decode.0.loop ⏱ step in stepping',
      "decode.0.receive.0 ⇒ scheduler: FAILED {attempt: 1, reason: 'its decode node gave it up', request: 0}",
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_DONE {attempt: 2, isWhole: true, node: 'prefill.0', request: 0}",
      'decode.0.receive.0 ⏱ land in alive.transferring',
      'decode.0.loop ⏱ step in stepping',
      'decode.0.loop ⇒ scheduler: TOKEN {attempt: 2, index: 0, of: 0, request: 0}',
    ],
  },
};
