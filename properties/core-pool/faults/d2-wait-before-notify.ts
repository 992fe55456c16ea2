import type { CorePoolFault } from '../fault.js';

export const waitBeforeNotify: CorePoolFault = {
  title: 'waits may be launched before the notifies of their own die, and fill the cores',
  link: 'https://github.com/hw-native-sys/pypto/pull/2391',
  property: 'deadlock-freedom',
  configuration: { dies: 2, layers: 1, idleDies: 0, rebalance: 'never' },
  patch: { wiring: { notifyBeforeWait: () => [] } },
  counterexample: {
    tells:
      'on each die the dispatch-wait takes all vector cores before the dispatch-notify of the same die, and nobody is left to notify anybody',
    steps: [
      'die.0.attention.0 ⏱ launch in ready',
      'die.0.attention.0 ⏱ run in running',
      'die.0.dispatch-wait.0 ⏱ launch in ready',
      'die.0.dispatch-notify.0 ⏱ launch in ready',
      'die.0.combine-wait.0 ⏱ launch in ready',
      'die.1.attention.0 ⏱ launch in ready',
      'die.1.attention.0 ⏱ run in running',
      'die.1.dispatch-wait.0 ⏱ launch in ready',
      'die.1.dispatch-notify.0 ⏱ launch in ready',
      'die.1.combine-wait.0 ⏱ launch in ready',
    ],
  },
};
