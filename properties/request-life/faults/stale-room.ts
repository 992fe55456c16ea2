import type { RequestLifeFault } from '../fault.js';

export const staleRoom: RequestLifeFault = {
  title: 'word of an attempt that is over is taken for word of the one that has followed it',
  link: 'https://github.com/sgl-project/sglang/issues/27374',
  property: 'decodes-own-kv of decode.0',
  configuration: { requests: 1, aborts: 1, by: 'decode', retries: 1 },
  patch: { provide: { 'decode-receive': { guards: { isMineFromThere: () => true } } } },
  counterexample: {
    tells:
      'decode node 0 gives the request up while word of its prefill is on the way (step 4), and gets it again as attempt 2; the word of attempt 1 (step 6) is taken for that of attempt 2, whose prompt nobody has computed yet',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "environment ⇒ mishaps: GIVE_UP {request: 0, to: 'decode.0.receive.0'}",
      "decode.0.receive.0 ⇒ scheduler: FAILED {attempt: 1, reason: 'its decode node gave it up', request: 0}",
      "prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 0}",
      'decode.0.receive.0 ⏱ land in alive.transferring',
    ],
  },
};
