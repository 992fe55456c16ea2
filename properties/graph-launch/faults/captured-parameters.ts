import { assign } from 'xstate';
import type { DeviceContext } from '../../../machines/die/device-graph.js';
import type { GraphLaunchFault } from '../fault.js';

/** Found in review, of the mask of active ranks. The memory of the parameters is up to date, and the graph does not look there. */
export const capturedParameters: GraphLaunchFault = {
  title: 'a parameter was captured by value, and each replay computes with what it was then',
  link: 'https://github.com/NVIDIA/TensorRT-LLM/pull/16200',
  property: 'computed-for-its-iteration',
  configuration: { dies: 1, iterations: 2, graphs: 1 },
  patch: {
    provide: {
      'device-graph': {
        actions: {
          compute: assign(({ context }) => {
            const { metadata, slot } = context as unknown as DeviceContext;
            return { output: { metadataOf: metadata[slot]!, parametersOf: 0 } };
          }),
        },
      },
    },
  },
};
