import type { KernelContext } from '../../../machines/die/kernel.js';
import type { CorePoolFault } from '../fault.js';

export const idleDieDoesNotWait: CorePoolFault = {
  title: 'a die without tokens does not wait for the others, and runs ahead',
  link: 'https://github.com/sgl-project/sgl-kernel-npu/issues/69',
  kinship: 'its kind',
  property: 'waits-for-all-dies of die 0',
  configuration: { dies: 2, layers: 1, idleDies: 1, rebalance: 'never' },
  patch: {
    provide: {
      kernel: {
        guards: {
          // The first die is the one without tokens.
          hasAllSignals: ({ context }: { context: KernelContext }) =>
            context.signalsLeft <= 0 || context.self.startsWith('die.0.dispatch-wait'),
        },
      },
    },
  },
  counterexample: {
    tells:
      'die 0 ends its dispatch-wait as soon as it has its cores (step 3), though die 1 has not notified anybody',
    steps: [
      'die.0.dispatch-notify.0 ⏱ launch in ready',
      'die.0.dispatch-notify.0 ⏱ run in running',
      'die.0.dispatch-wait.0 ⏱ launch in ready',
    ],
  },
};
