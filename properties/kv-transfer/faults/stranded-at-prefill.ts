import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** Only who has read, or has begun to, tells prefill that it needs its pages no more. */
export const strandedAtPrefill: KvTransferFault = {
  title:
    "a request is given up in decode's waiting queue, prefill is not told, and holds its pages until the lease is over",
  link: 'https://github.com/vllm-project/vllm/pull/19223',
  property: 'held-for-somebody of holder.0',
  configuration: { direction: 'pull', requests: 1 },
  patch: {
    parameters: { direction: 'pull' },
    chart: {
      'pull-reader': ({ states }) => {
        const { reserving, waiting } = (states as Record<string, ChartDraft>).wanting!.states!;
        for (const state of [reserving!, waiting!]) {
          const giveUp = state.on!.GIVE_UP as { actions: readonly unknown[] };
          giveUp.actions = giveUp.actions.filter((action) => action !== 'tellFetched');
        }
      },
    },
  },
  counterexample: {
    tells:
      'the request is given up (step 2) when prefill has just been asked: prefill will compute it, and hold its KV for nobody',
    steps: [
      'reader.0 ⇒ holder.0 (vpc): PULL_ORDER {blocks: 1, epoch: 0}',
      "environment ⇒ clients: LEAVE {at: 'reader.0'}",
    ],
  },
};
