import type { GraphLaunchFault } from '../fault.js';

/** Found in review: the update waited for the replay, where the replay should have waited for the update. */
export const replayBeforeUpdate: GraphLaunchFault = {
  title: 'a graph is replayed before its parameters are updated, and runs with those of the step before',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/16798',
  property: 'parameters-of-its-update of device.0',
  configuration: { dies: 1, iterations: 2, graphs: 1 },
  patch: { provide: { 'device-graph': { guards: { isRecorded: () => true } } } },
  counterexample: {
    tells: 'the device runs the graph as soon as it is launched, with parameters that nobody has written',
    steps: [
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⇒ device.0: REPLAY {graph: 0, iteration: 0, slot: 0}',
    ],
  },
};
