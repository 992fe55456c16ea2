import type { GraphLaunchFault } from '../fault.js';

/** The main model's half of what D5 tells of its draft: repaired first, by waits between the streams. */
export const unorderedUpdates: GraphLaunchFault = {
  title: 'the update stream does not wait for the replays before, and a fast host overwrites the event',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/12944',
  property: 'event-set-once-for-each-wait',
  configuration: { dies: 1, iterations: 2, graphs: 1, ahead: 1 },
  patch: { provide: { 'update-stream': { guards: { hasReplaysBehind: () => true } } } },
};
