import type { GlobalSchedulerContext } from '../../../machines/serving/global-scheduler.js';
import type { Token } from '../../../machines/serving/request-messages.js';
import type { RequestLifeFault } from '../fault.js';

/** Tokens are known by their request, and not by the attempt that has made them. */
export const lateDelta: RequestLifeFault = {
  title: 'a token that an attempt has sent before it was given up comes into the answer of the next one',
  link: 'https://github.com/NousResearch/hermes-agent/pull/66947',
  property: 'tokens-of-this-attempt of client.0',
  configuration: {
    requests: 1,
    prefills: 1,
    decodes: 1,
    chunks: 1,
    handles: 1,
    longest: 0,
    prompt: 1,
    growth: 0,
    tokens: 4,
    aborts: 1,
    by: 'decode',
    deaths: 0,
    retries: 1,
  },
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
          }) => context.open.some(({ request, told }) => request === event.request && told === event.index),
        },
      },
    },
  },
  counterexample: {
    tells:
      'decode node 0 gives the request up (step 7) when its first token is on its way; the request is tried again (step 9), and then that token comes (step 10) and is the first one of the answer',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 0}",
      'decode.0.receive.0 ⏱ land in alive.transferring',
      'decode.0.loop ⏱ step in stepping',
      "environment ⇒ mishaps: GIVE_UP {request: 0, to: 'decode.0.receive.0'}",
      'decode.0.loop ⏱ step in stepping',
      "decode.0.receive.0 ⇒ scheduler: FAILED {attempt: 1, reason: 'its decode node gave it up', request: 0}",
      'decode.0.loop ⇒ scheduler: TOKEN {attempt: 1, index: 0, of: 0, request: 0}',
    ],
  },
};
