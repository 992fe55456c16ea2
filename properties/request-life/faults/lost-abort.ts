import type { RequestLifeFault } from '../fault.js';

export const lostAbort: RequestLifeFault = {
  title:
    'who waits asks only whether the prefill node lives: where its word of an abort is lost, he waits for ever',
  link: 'https://github.com/sgl-project/sglang/pull/28651',
  property: 'every-request-ends of client.0',
  configuration: { requests: 1, aborts: 1, by: 'prefill', losses: 'aborts' },
  patch: { provide: { 'node-health': { guards: { hasScheduler: () => false } } } },
  counterexample: {
    tells:
      'prefill node 0 gives the request up (step 3) and its word is lost (step 4); decode node 0 asks whether the node lives, which it does, and waits on for ever',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      "environment ⇒ mishaps: GIVE_UP {request: 0, to: 'prefill.0.scheduler'}",
      "drop prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_ABORTED {attempt: 1, node: 'prefill.0', request: 0}",
      'prefill.0.worker ⏱ compute in alive.compute.computing',
    ],
  },
};
