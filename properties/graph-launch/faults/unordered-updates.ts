import type { GraphLaunchFault } from '../fault.js';

/** The main model's half of what D5 tells of its draft: repaired first, by waits between the streams. */
export const unorderedUpdates: GraphLaunchFault = {
  title: 'the update stream does not wait for the replays before, and a fast host overwrites the event',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/12944',
  property: 'event-set-once-for-each-wait',
  configuration: { dies: 1, iterations: 2, graphs: 1, ahead: 1 },
  patch: { provide: { 'update-stream': { guards: { hasReplaysBehind: () => true } } } },
  counterexample: {
    tells:
      'the host is one iteration ahead: the event of the graph is recorded for iteration 0 (step 6) and again for iteration 1 (step 8) before the device has waited for the first',
    steps: [
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⇒ updates.0: UPDATE {after: 0, graph: 0, iteration: 0}',
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'updates.0 ⏱ update in updating',
      'host.0 ⇒ updates.0: UPDATE {after: 1, graph: 0, iteration: 1}',
      'updates.0 ⏱ update in updating',
    ],
  },
};
