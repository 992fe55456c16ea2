import type { HostContext } from '../../../machines/die/host-cpu.js';
import type { GraphLaunchFault } from '../fault.js';

/** The same tensors serve each iteration, and nothing waits until the one before has been read. */
export const reusedMetadata: GraphLaunchFault = {
  title: 'the host prepares an iteration in the memory of one that is still running',
  link: 'https://github.com/vllm-project/vllm/pull/24527',
  property: 'replay-of-its-iteration of device.0',
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
};
