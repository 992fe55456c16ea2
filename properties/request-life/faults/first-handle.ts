import type { RequestLifeFault } from '../fault.js';

export const firstHandle: RequestLifeFault = {
  title: 'the first part of a transfer to fail gives its pages back, while other parts are still written',
  link: 'https://github.com/vllm-project/vllm/pull/56104',
  kinship: 'its kind',
  property: 'decodes-own-kv of decode.0',
  configuration: {
    requests: 2,
    prefills: 1,
    decodes: 1,
    chunks: 1,
    deaths: 0,
    losses: 'none',
    left: 'clean',
    overtakes: 1,
    tail: 2,
    drafts: 1,
    prompt: 1,
    longest: 0,
    pages: 2,
    growth: 0,
    tokens: 1,
    handles: 2,
    aborts: 1,
    by: 'transport',
    retries: 0,
  },
  patch: {
    chart: {
      'decode-receive': ({ states }) => {
        const transferring = states!.alive!.states!.transferring!;
        const [last, early] = transferring.on!.BREAK as [object, { actions: readonly string[] }];
        transferring.on!.BREAK = [last, { ...early, actions: ['unpin', ...early.actions] }];
      },
    },
  },
  counterexample: {
    tells:
      'one part of the transfer of request 0 breaks and its page is given back (step 5) while the other part is on its way; request 1 gets the page and has the first part of its KV there (step 10) when that part lands (step 11), and is decoded when its second part has (step 12)',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 0}",
      "environment ⇒ mishaps: BREAK {to: 'decode.0.receive.0'}",
      'client.1 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.0.receive.1: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 1}",
      'decode.0.receive.1 ⏱ land in alive.transferring',
      'decode.0.receive.0 ⏱ land in alive.draining',
      'decode.0.receive.1 ⏱ land in alive.transferring',
    ],
  },
};
