import type { RequestLifeFault } from '../fault.js';

export const unreturnedPages: RequestLifeFault = {
  title: 'a request that is aborted while it waits for its prefill keeps its pages',
  link: 'https://github.com/sgl-project/sglang/issues/18701',
  kinship: 'its kind',
  property: 'pages-return-once of decode.0',
  configuration: { requests: 1, aborts: 1, by: 'client' },
  patch: {
    chart: {
      'decode-receive': ({ states }) => {
        const routed = states!.alive!.states!.routed!;
        const abort = routed.on!.ABORT as { actions: readonly string[] };
        routed.on!.ABORT = { ...abort, actions: abort.actions.filter((each) => each !== 'letGo') };
      },
    },
  },
  counterexample: {
    tells:
      'decode node 0 is told to abort the request (step 4), which has a page and waits for its prefill: the page is never given back',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      "environment ⇒ mishaps: LEAVE {to: 'client.0'}",
      'scheduler ⇒ decode.0.receive.0: ABORT {attempt: 1, request: 0}',
      'decode.0.receive.0 ⇒ prefill.0.scheduler: ABORT {attempt: 1, request: 0}',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
    ],
  },
};
