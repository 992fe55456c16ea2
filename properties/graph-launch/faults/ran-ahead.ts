import type { HostContext } from '../../../machines/die/host-cpu.js';
import type { GraphLaunchFault } from '../fault.js';

/** The engine scheduled twice before it took up a result, where what the scheduler relied on held for one at a time. */
export const ranAhead: GraphLaunchFault = {
  title: 'the host is allowed one iteration more ahead of its device than the scheduler is made for',
  link: 'https://github.com/torch-spyre/sendnn-inference/pull/941',
  kinship: 'its kind',
  property: 'launches-within-ahead of host.0',
  configuration: { dies: 1, iterations: 3, graphs: 1, ahead: 1 },
  patch: {
    provide: {
      'host-cpu': {
        guards: {
          isNotTooFarAhead: ({ context }: { readonly context: HostContext }) =>
            context.iteration - context.ended <= context.ahead + 1,
        },
      },
    },
  },
  counterexample: {
    tells:
      'one iteration may be launched ahead; the host launches a third before its device has begun with the first',
    steps: [
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
    ],
  },
};
