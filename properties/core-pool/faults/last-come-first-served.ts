import { assign } from 'xstate';
import { KERNEL_EDGES } from '../../../machines/die/kernel-graph.js';
import type { PoolContext, Request } from '../../../machines/die/core-pool.js';
import type { KernelContext } from '../../../machines/die/kernel.js';
import type { CorePoolFault } from '../fault.js';

const isDispatchWait = ({ context }: { readonly context: KernelContext }) =>
  context.self === 'die.0.dispatch-wait.0';

/** Waits may come before notifies, as in D2. Here one renews its lease, which lets the notify in between where the pool keeps to the order of requests. */
export const lastComeFirstServed: CorePoolFault = {
  title:
    'textbook: a kernel that waits for other dies renews its lease, and who came last is served first: who else waits for cores never has them',
  link: 'https://doi.org/10.1145/362759.362813',
  property: 'gets-its-cores of die.0.dispatch-notify.0',
  configuration: { dies: 2, layers: 1, idleDies: 0, rebalance: 'never' },
  patch: {
    wiring: { notifyBeforeWait: (layer) => KERNEL_EDGES.notifyBeforeWait(layer).slice(1) },
    chart: {
      kernel: ({ states }) => {
        const ends = states!.waiting!.always as object;
        states!.waiting!.always = [ends, { guard: isDispatchWait, target: 'renewing' }];
        states!.renewing = {
          tags: 'on-cores',
          always: ends,
          after: { launch: { target: 'renewed', actions: 'request' } },
        };
        states!.renewed = {
          tags: 'on-cores',
          after: { launch: { target: 'queued', actions: 'release' } },
        };
      },
    },
    provide: {
      'core-pool': {
        actions: {
          queueUp: assign(({ context, event }) => {
            const { kernel, stream, cores } = event as Request;
            return { queue: [{ kernel, stream, cores }, ...(context as PoolContext).queue] };
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'dispatch-wait of die 0 has the vector cores when dispatch-notify asks for them (step 4), and on die 1 likewise; from step 11 on it asks once more, gives them back, and as it has come last it gets them again: nobody ever notifies anybody',
    steps: [
      'die.0.attention.0 ⏱ launch in ready',
      'die.0.attention.0 ⏱ run in running',
      'die.0.dispatch-wait.0 ⏱ launch in ready',
      'die.0.dispatch-notify.0 ⏱ launch in ready',
      'die.0.dispatch-wait.0 ⏱ launch in renewing',
      'die.0.dispatch-wait.0 ⏱ launch in renewed',
      'die.1.attention.0 ⏱ launch in ready',
      'die.1.attention.0 ⏱ run in running',
      'die.1.dispatch-wait.0 ⏱ launch in ready',
      'die.1.dispatch-notify.0 ⏱ launch in ready',
      'die.0.dispatch-wait.0 ⏱ launch in renewing',
      'die.0.dispatch-wait.0 ⏱ launch in renewed',
    ],
    loop: 10,
  },
};
