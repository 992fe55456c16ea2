import type { RequestLifeFault } from '../fault.js';

export const noDeadline: RequestLifeFault = {
  title: 'a decode node waits for a prefill node without a limit, and for ever for one that has died',
  link: 'https://github.com/vllm-project/vllm/pull/26171',
  kinship: 'its kind',
  property: 'every-request-ends of client.0',
  configuration: { requests: 1, deaths: 1, of: 'prefill' },
  patch: {
    chart: {
      'decode-receive': ({ states }) => {
        delete states!.alive!.states!.routed!.states!.waiting!.after;
      },
    },
  },
  counterexample: {
    tells:
      'prefill node 0 dies with the request (step 2), and nobody asks whether it lives: decode node 0 and the client wait for ever',
    steps: ['client.0 ⏱ arrive in idle', "environment ⇒ mishaps: DIE {to: 'prefill.0.health'}"],
  },
};
