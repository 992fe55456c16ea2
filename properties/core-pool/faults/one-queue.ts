import type { PoolContext } from '../../../machines/die/core-pool.js';
import type { CorePoolFault } from '../fault.js';

export const oneQueue: CorePoolFault = {
  title: 'both streams share one queue, whose head holds up the other stream, too',
  link: 'https://github.com/ROCm/rocm-systems/pull/8916',
  kinship: 'its kind',
  property: 'waits-for-its-own-stream of pool.0',
  configuration: { dies: 2, layers: 2, idleDies: 1, rebalance: 'never' },
  patch: {
    provide: {
      'core-pool': {
        guards: {
          isServedAtOnce: () => false,
          canServeNext: ({ context }: { readonly context: PoolContext }) => {
            const { shares, leases, queue } = context;
            const [head] = queue;
            if (head === undefined) return false;
            const held = leases.filter(({ stream }) => stream === head.stream);
            return Object.entries(head.cores).every(
              ([kind, asked]) =>
                held.reduce((sum, { cores }) => sum + cores[kind]!, asked) <= shares[head.stream]![kind]!,
            );
          },
        },
      },
    },
  },
  counterexample: {
    tells:
      'die 0 has no tokens: dispatch-notify of layer 1 waits for the vector cores that combine-notify has (step 10), and attention, whose stream has all its cores, waits behind it',
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
      'die.0.attention.0 ⏱ launch in ready',
    ],
  },
};
