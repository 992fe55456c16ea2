import type { ChartDraft } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** A long forward pass delays the heartbeat, and the clock of the other side does not wait for it. */
export const renewalLate: KvTransferFault = {
  title: 'renewals are late: a lease ends that decode still needs',
  link: 'https://github.com/vllm-project/vllm/issues/21570',
  property: 'renewal-protects of lease.0',
  configuration: { requests: 1, leaseTicks: 2, aborts: 0 },
  patch: {
    parameters: { direction: 'paper' },
    chart: {
      'kv-lease': ({ states }) => {
        const { running, awaiting } = states as Record<string, ChartDraft>;
        const [over] = running!.after!.tick as object[];
        awaiting!.after = { tick: [over, { target: 'awaiting', reenter: true, actions: 'count' }] };
      },
    },
  },
  counterexample: {
    tells:
      'a renewal is due with the first tick, and on its way when the second one ends the lease: decode still needs the pages',
    steps: [
      'reader.0 ⇒ holder.0 (vpc): PULL_ORDER {blocks: 1, epoch: 0}',
      'holder.0 ⏱ compute in computing',
      'lease.0 ⏱ tick in running',
      'lease.0 ⏱ tick in awaiting',
    ],
  },
};
