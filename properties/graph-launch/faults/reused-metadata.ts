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
  counterexample: {
    tells:
      'the host prepares iteration 2 (step 7) in the slot of iteration 0, whose graph then begins to run with it',
    steps: [
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⇒ device.0: REPLAY {graph: 0, iteration: 0, slot: 0}',
      'host.0 ⇒ updates.0: UPDATE {after: 0, graph: 0, iteration: 0}',
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⏱ prepare in preparing',
      'updates.0 ⏱ update in updating',
    ],
  },
};
