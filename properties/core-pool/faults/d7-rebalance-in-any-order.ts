import type { CorePoolFault } from '../fault.js';

export const rebalanceInAnyOrder: CorePoolFault = {
  title: 'expert rebalancing is launched in another order on each die, and takes the cores',
  link: 'https://github.com/vllm-project/vllm/pull/32860',
  property: 'deadlock-freedom',
  configuration: { dies: 2, layers: 1, idleDies: 0, rebalance: 'once' },
  patch: { wiring: { aroundRebalance: () => [] } },
  counterexample: {
    tells:
      'die 0 waits in dispatch on the cores that rebalancing needs, die 1 waits in rebalancing on the cores that dispatch needs',
    steps: [
      'die.0.attention.0 ⏱ launch in ready',
      'die.0.attention.0 ⏱ run in running',
      'die.0.dispatch-notify.0 ⏱ launch in ready',
      'die.0.dispatch-notify.0 ⏱ run in running',
      'die.0.dispatch-notify.0 ⇒ die.1.dispatch-wait.0: SIGNAL',
      'die.0.dispatch-wait.0 ⏱ launch in ready',
      'die.0.rebalance.0 ⏱ launch in ready',
      'die.1.attention.0 ⏱ launch in ready',
      'die.1.attention.0 ⏱ run in running',
      'die.1.rebalance.0 ⏱ launch in ready',
      'die.1.dispatch-notify.0 ⏱ launch in ready',
      'die.1.rebalance.0 ⏱ run in running',
      'die.1.rebalance.0 ⇒ die.0.rebalance.0: SIGNAL',
    ],
  },
};
