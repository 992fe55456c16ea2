import type { GraphLaunchFault } from '../fault.js';

/** Near the longest sequence the drafter is skipped, by each rank for itself. */
export const skippedDraft: GraphLaunchFault = {
  title: 'one die skips the draft graph near the maximum length, and meets the others a graph ahead',
  link: 'https://github.com/vllm-project/vllm/issues/44185',
  property: 'replays-in-order of device.0',
  configuration: { dies: 2, iterations: 2, graphs: 2 },
  patch: { wiring: { launchesOf: ({ graphs }, die) => (die === 0 ? [0] : [...Array(graphs).keys()]) } },
  counterexample: {
    tells:
      'die 0 has met die 1 in the main graph of iteration 0, skips the draft and comes to the main graph of iteration 1',
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
      'host.1 ⏱ prepare in preparing',
      'host.1 ⏱ launch in launching',
      'host.1 ⇒ device.1: REPLAY {graph: 0, iteration: 0, slot: 0}',
      'host.1 ⇒ updates.1: UPDATE {after: 0, graph: 0, iteration: 0}',
      'updates.1 ⏱ update in updating',
      'device.1 ⏱ compute in computing',
      'host.0 ⇒ device.0: REPLAY {graph: 0, iteration: 1, slot: 1}',
      'updates.0 ⏱ update in updating',
      'device.0 ⏱ compute in computing',
    ],
  },
};
