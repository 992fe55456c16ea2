import type { CorePoolFault } from '../fault.js';

export const doubleMatch: CorePoolFault = {
  title: 'the search for idle cores also finds those that run a kernel, and matches them twice',
  link: 'https://github.com/hw-native-sys/simpler/pull/232',
  property: 'leases-within-cores of pool.0',
  configuration: { dies: 2, layers: 2, idleDies: 1, rebalance: 'never' },
  patch: { provide: { 'core-pool': { guards: { isServedAtOnce: () => true } } } },
  counterexample: {
    tells:
      'die 0 has no tokens: its combine-notify of layer 0 and its dispatch-notify of layer 1 are ready together, and both get all vector cores of their stream (steps 9 and 10)',
    steps: [
      'die.0.dispatch-notify.0 ⏱ launch in ready',
      'die.0.dispatch-notify.0 ⏱ run in running',
      'die.0.dispatch-wait.0 ⏱ launch in ready',
      'die.1.dispatch-notify.0 ⏱ launch in ready',
      'die.1.dispatch-notify.0 ⏱ run in running',
      'die.1.dispatch-notify.0 ⇒ die.0.dispatch-wait.0: SIGNAL',
      'die.0.experts.0 ⏱ launch in ready',
      'die.0.experts.0 ⏱ run in running',
      'die.0.combine-notify.0 ⏱ launch in ready',
      'die.0.dispatch-notify.1 ⏱ launch in ready',
    ],
  },
};
