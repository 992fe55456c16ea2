import type { CorePoolFault } from '../fault.js';

/** On all dies alike, so that they do not wait for each other in a circle, as in D7. */
export const weightsMovedUnderExperts: CorePoolFault = {
  title: 'the weights of experts are moved while the experts still compute with them',
  link: 'https://github.com/vllm-project/vllm/pull/55228',
  kinship: 'its kind',
  property: 'kernel-order of die 0',
  configuration: { dies: 2, layers: 2, idleDies: 0, rebalance: 'once', streams: 'moe' },
  patch: {
    wiring: {
      aroundRebalance: () => [
        [
          ['dispatch-wait', 0],
          ['rebalance', 0],
        ],
        [
          ['rebalance', 0],
          ['combine-notify', 0],
        ],
      ],
    },
  },
  counterexample: {
    tells:
      'rebalancing waits for dispatch only: it has its cores (step 7) before the experts of die 0 have computed with the weights that it moves',
    steps: [
      'die.0.dispatch-notify.0 ⏱ launch in ready',
      'die.0.dispatch-notify.0 ⏱ run in running',
      'die.0.dispatch-wait.0 ⏱ launch in ready',
      'die.1.dispatch-notify.0 ⏱ launch in ready',
      'die.1.dispatch-notify.0 ⏱ run in running',
      'die.1.dispatch-notify.0 ⇒ die.0.dispatch-wait.0: SIGNAL',
      'die.0.rebalance.0 ⏱ launch in ready',
    ],
  },
};
