import { enqueueActions } from 'xstate';
import type { KernelContext } from '../../../machines/die/kernel.js';
import { componentRef } from '../../../src/index.js';
import type { CorePoolFault } from '../fault.js';

export const coresOfAnEarlierJob: CorePoolFault = {
  title: 'the last kernel of a step leaves its cores in use, and the step after it finds them wedged',
  link: 'https://github.com/hw-native-sys/pypto/issues/2778',
  kinship: 'its kind',
  property: 'as-at-the-start of die 0',
  configuration: { dies: 2, layers: 1, idleDies: 0, rebalance: 'never' },
  patch: {
    provide: {
      kernel: {
        actions: {
          release: enqueueActions(({ context, enqueue }) => {
            const { pool, self, successors } = context as KernelContext;
            if (successors.length > 0) enqueue.sendTo(componentRef(pool), { type: 'RELEASE', kernel: self });
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'die 0 has run all its kernels (step 20), and the last of them, combine-wait, still holds the vector cores: the kernels of the next step will wait for them',
    steps: [
      'die.0.attention.0 ⏱ launch in ready',
      'die.0.attention.0 ⏱ run in running',
      'die.0.dispatch-notify.0 ⏱ launch in ready',
      'die.0.dispatch-notify.0 ⏱ run in running',
      'die.0.dispatch-notify.0 ⇒ die.1.dispatch-wait.0: SIGNAL',
      'die.0.dispatch-wait.0 ⏱ launch in ready',
      'die.1.dispatch-notify.0 ⏱ launch in ready',
      'die.1.dispatch-notify.0 ⏱ run in running',
      'die.1.dispatch-notify.0 ⇒ die.0.dispatch-wait.0: SIGNAL',
      'die.0.experts.0 ⏱ launch in ready',
      'die.0.experts.0 ⏱ run in running',
      'die.0.combine-notify.0 ⏱ launch in ready',
      'die.0.combine-notify.0 ⏱ run in running',
      'die.0.combine-wait.0 ⏱ launch in ready',
      'die.1.dispatch-wait.0 ⏱ launch in ready',
      'die.1.experts.0 ⏱ launch in ready',
      'die.1.experts.0 ⏱ run in running',
      'die.1.combine-notify.0 ⏱ launch in ready',
      'die.1.combine-notify.0 ⏱ run in running',
      'die.1.combine-notify.0 ⇒ die.0.combine-wait.0: SIGNAL',
    ],
  },
};
