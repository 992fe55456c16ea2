import type { GraphLaunchFault } from '../fault.js';

/** The number of draft steps is chosen by each rank for itself. */
export const dummySteps: GraphLaunchFault = {
  title: 'a die without requests runs the draft graph three times, a busy one once',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/12036',
  property: 'same-graph-on-all-dies',
  configuration: { dies: 2, iterations: 2, graphs: 2 },
  patch: { wiring: { launchesOf: (_, die) => (die === 0 ? [0, 1, 1, 1] : [0, 1]) } },
};
