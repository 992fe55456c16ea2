import type { GraphLaunchFault } from '../fault.js';

/** Near the longest sequence the drafter is skipped, by each rank for itself. */
export const skippedDraft: GraphLaunchFault = {
  title: 'one die skips the draft graph near the maximum length, and meets the others a graph ahead',
  link: 'https://github.com/vllm-project/vllm/issues/44185',
  property: 'replays-in-order of device.0',
  configuration: { dies: 2, iterations: 2, graphs: 2 },
  patch: { wiring: { launchesOf: ({ graphs }, die) => (die === 0 ? [0] : [...Array(graphs).keys()]) } },
};
