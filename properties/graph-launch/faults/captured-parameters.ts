import { assign } from 'xstate';
import type { DeviceContext } from '../../../machines/die/device-graph.js';
import type { GraphLaunchFault } from '../fault.js';

/** Found in review, of the mask of active ranks. The memory of the parameters is up to date, and the graph does not look there. */
export const capturedParameters: GraphLaunchFault = {
  title: 'a parameter was captured by value, and each replay computes with what it was then',
  link: 'https://github.com/NVIDIA/TensorRT-LLM/pull/16200',
  kinship: 'its kind',
  property: 'computed-for-its-iteration',
  configuration: { dies: 1, iterations: 2, graphs: 1 },
  patch: {
    provide: {
      'device-graph': {
        actions: {
          compute: assign(({ context }) => {
            const { metadata, slot, graph } = context as unknown as DeviceContext;
            return { output: { metadataOf: metadata[slot]!, parametersOf: { graph, iteration: 0 } } };
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the replay of iteration 1 has waited for its update (step 11) and computes with the parameters of iteration 0',
    steps: [
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⇒ device.0: REPLAY {graph: 0, iteration: 0, slot: 0}',
      'host.0 ⇒ updates.0: UPDATE {after: 0, graph: 0, iteration: 0}',
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'updates.0 ⏱ update in updating',
      'host.0 ⇒ updates.0: UPDATE {after: 1, graph: 0, iteration: 1}',
      'device.0 ⏱ compute in computing',
      'host.0 ⇒ device.0: REPLAY {graph: 0, iteration: 1, slot: 1}',
      'updates.0 ⏱ update in updating',
      'device.0 ⏱ compute in computing',
    ],
  },
};
