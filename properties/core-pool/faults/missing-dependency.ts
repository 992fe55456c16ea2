import { KERNEL_EDGES } from '../../../machines/die/kernel-graph.js';
import type { CorePoolFault } from '../fault.js';

export const missingDependency: CorePoolFault = {
  title:
    'the dependency analysis misses an edge: combine is launched beside the experts whose results it sends',
  link: 'https://github.com/hw-native-sys/simpler/issues/1306',
  kinship: 'its kind',
  property: 'kernel-order of die 0',
  configuration: { dies: 2, layers: 1, idleDies: 0, rebalance: 'never' },
  patch: {
    wiring: {
      data: (layer, isIdle) => KERNEL_EDGES.data(layer, isIdle).filter(([, [to]]) => to !== 'combine-notify'),
    },
  },
  counterexample: {
    tells: 'combine-notify is launched first of all, before dispatch and experts',
    steps: ['die.0.combine-notify.0 ⏱ launch in ready'],
  },
};
