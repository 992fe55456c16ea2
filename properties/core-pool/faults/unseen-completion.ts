import { assign } from 'xstate';
import type { PoolContext, Release } from '../../../machines/die/core-pool.js';
import type { CorePoolFault } from '../fault.js';

export const unseenCompletion: CorePoolFault = {
  title: 'where the next kernel waits for the cores already, the completion of the one on them is not seen',
  link: 'https://github.com/hw-native-sys/simpler/pull/145',
  property: 'leases-are-held of pool.0',
  configuration: { dies: 2, layers: 2, idleDies: 1, rebalance: 'never' },
  patch: {
    provide: {
      'core-pool': {
        actions: {
          takeBack: assign(({ context, event }) => {
            const { leases, queue } = context as PoolContext;
            const isSeen = queue.length === 0;
            return isSeen
              ? { leases: leases.filter(({ kernel }) => kernel !== (event as Release).kernel) }
              : {};
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'combine-notify ends (step 11) while dispatch-notify of layer 1 waits for its vector cores: nobody sees that they are free, and they stay leased to a kernel that has ended',
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
      'die.0.combine-notify.0 ⏱ run in running',
    ],
  },
};
