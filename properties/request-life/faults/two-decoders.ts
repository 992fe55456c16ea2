import type { GlobalSchedulerContext } from '../../../machines/serving/global-scheduler.js';
import type { Probed } from '../../../machines/serving/request-messages.js';
import type { RequestLifeFault } from '../fault.js';

/** Whatever the node answers, the request goes to another one when the limit of a wait is over. */
export const twoDecoders: RequestLifeFault = {
  title: 'a request that takes its time is sent to another decode node, while the first one goes on with it',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/14980',
  kinship: 'its kind',
  property: 'decoded-by-one of client.0',
  configuration: { requests: 1, decodes: 2 },
  patch: {
    chart: {
      'global-scheduler': ({ on }) => {
        const [first, ...rest] = on!.PROBED as [object, object, object];
        on!.PROBED = [{ ...first, actions: ['nextAttempt', 'tellStarted', 'route'] }, ...rest];
      },
    },
    provide: {
      'global-scheduler': {
        guards: {
          mayRetryElsewhere: ({
            context,
            event,
          }: {
            readonly context: GlobalSchedulerContext;
            readonly event: Probed;
          }) =>
            context.open.some(
              ({ request, attempt }) =>
                request === event.request && attempt === event.attempt && attempt <= context.retries,
            ),
        },
      },
    },
  },
  counterexample: {
    tells:
      'decode node 0 decodes the request when the global scheduler has waited long (step 6) and gives it to decode node 1, which decodes it too (step 10)',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 0}",
      'decode.0.receive.0 ⏱ land in alive.transferring',
      'scheduler ⏱ patience in serving',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.1.receive.0: PREFILL_DONE {attempt: 2, isWhole: true, node: 'prefill.0', request: 0}",
      'decode.1.receive.0 ⏱ land in alive.transferring',
    ],
  },
};
