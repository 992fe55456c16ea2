import { assign } from 'xstate';
import type { DeviceContext } from '../../../machines/die/device-graph.js';
import type { GraphLaunchFault } from '../fault.js';

/** Found in review: the update of a draft took the metadata of the pass of the main model. */
export const mainParameters: GraphLaunchFault = {
  title: "the graph of a draft model computes with the main model's parameters",
  link: 'https://github.com/vllm-project/vllm-ascend/pull/13134',
  property: 'computed-for-its-iteration',
  configuration: { dies: 1, iterations: 1, graphs: 2 },
  patch: {
    provide: {
      'device-graph': {
        actions: {
          compute: assign(({ context }) => {
            const { metadata, slot, parameters } = context as unknown as DeviceContext;
            return { output: { metadataOf: metadata[slot]!, parametersOf: parameters[0]! } };
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'both graphs of the iteration are up to date; the second one, the draft, computes with the parameters of the first',
    steps: [
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⇒ device.0: REPLAY {graph: 0, iteration: 0, slot: 0}',
      'host.0 ⇒ updates.0: UPDATE {after: 0, graph: 0, iteration: 0}',
      'host.0 ⏱ launch in launching',
      'updates.0 ⏱ update in updating',
      'host.0 ⇒ updates.0: UPDATE {after: 1, graph: 1, iteration: 0}',
      'device.0 ⏱ compute in computing',
      'host.0 ⇒ device.0: REPLAY {graph: 1, iteration: 0, slot: 0}',
      'updates.0 ⏱ update in updating',
      'device.0 ⏱ compute in computing',
    ],
  },
};
