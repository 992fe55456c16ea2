import type { RequestLifeFault } from '../fault.js';

export const sessionDead: RequestLifeFault = {
  title: 'one transfer that breaks marks the session with a prefill node that lives as dead',
  link: 'https://github.com/sgl-project/sglang/issues/13054',
  property: 'blame-names-the-dead',
  configuration: { requests: 1, aborts: 1, by: 'transport' },
  patch: {
    chart: {
      'decode-receive': ({ states }) => {
        const transferring = states!.alive!.states!.transferring!;
        const [last, early] = transferring.on!.BREAK as [{ actions: readonly string[] }, object];
        transferring.on!.BREAK = [{ ...last, actions: ['blame', 'tellDown', ...last.actions] }, early];
      },
    },
  },
  counterexample: {
    tells:
      'one transfer from prefill node 0 breaks (step 5), and the node, which lives, is blamed and gets no more work',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      "prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 0}",
      "environment ⇒ mishaps: BREAK {to: 'decode.0.receive.0'}",
    ],
  },
};
