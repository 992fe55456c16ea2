import type { GlobalSchedulerContext } from '../../../machines/serving/global-scheduler.js';
import type { Failed } from '../../../machines/serving/request-messages.js';
import type { RequestLifeFault } from '../fault.js';

export const endlessRetries: RequestLifeFault = {
  title: 'textbook: attempts are not counted, and a request that fails is tried again and again',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'retries-within-bound of client.0',
  configuration: { requests: 1, retries: 0, aborts: 1, by: 'transport' },
  patch: {
    provide: {
      'global-scheduler': {
        guards: {
          mayRetry: ({
            context,
            event,
          }: {
            readonly context: GlobalSchedulerContext;
            readonly event: Failed;
          }) =>
            context.open.some(
              ({ request, attempt }) => request === event.request && attempt === event.attempt,
            ),
        },
      },
    },
  },
  counterexample: {
    tells: 'no retry is allowed; the transfer breaks, and the request is tried again',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 0}",
      "environment ⇒ mishaps: BREAK {to: 'decode.0.receive.0'}",
      "decode.0.receive.0 ⇒ scheduler: FAILED {attempt: 1, reason: 'its transfer broke', request: 0}",
    ],
  },
};
