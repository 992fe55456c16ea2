import type { GlobalSchedulerContext } from '../../../machines/serving/global-scheduler.js';
import type { Token } from '../../../machines/serving/request-messages.js';
import type { RequestLifeFault } from '../fault.js';

/** Tokens of a request that is over are passed on. */
export const lateToken: RequestLifeFault = {
  title: 'a token that was under way when its request was aborted comes to the client behind the end',
  link: 'https://github.com/sgl-project/sglang/pull/37295',
  property: 'nothing-after-the-end of client.0',
  configuration: { requests: 1, aborts: 1, by: 'client' },
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
          }) => {
            const open = context.open.find(({ request }) => request === event.request);
            return open === undefined || open.told === event.index;
          },
        },
      },
    },
  },
  counterexample: {
    tells:
      'the client leaves (step 7) while a token is on its way; it is told that its request was aborted, and then the token comes (step 8)',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 0}",
      'decode.0.receive.0 ⏱ land in alive.transferring',
      'decode.0.loop ⏱ step in stepping',
      "environment ⇒ mishaps: LEAVE {to: 'client.0'}",
      'decode.0.loop ⇒ scheduler: TOKEN {attempt: 1, index: 0, of: 0, request: 0}',
    ],
  },
};
