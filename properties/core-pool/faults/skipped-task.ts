import type { KernelContext } from '../../../machines/die/kernel.js';
import type { CorePoolFault } from '../fault.js';

export const skippedTask: CorePoolFault = {
  title: 'the next kernel is written over one that the cores have not begun yet, and they skip it',
  link: 'https://github.com/hw-native-sys/simpler/pull/259',
  kinship: 'its kind',
  property: 'kernels-run-once of die 0',
  configuration: { dies: 2, layers: 1, idleDies: 0, rebalance: 'never' },
  patch: {
    provide: {
      kernel: {
        guards: { onlyWaits: ({ context }: { context: KernelContext }) => context.signals.length === 0 },
      },
    },
  },
  counterexample: {
    tells: 'attention gets its cores and ends at once: it has computed nothing',
    steps: ['die.0.attention.0 ⏱ launch in ready'],
  },
};
