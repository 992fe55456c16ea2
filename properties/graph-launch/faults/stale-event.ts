import { assign } from 'xstate';
import type { GraphLaunchFault } from '../fault.js';

/** The captured wait is a wait and a reset; this is what the reset is for. */
export const staleEvent: GraphLaunchFault = {
  title: 'the wait of a graph leaves its event set, and the next replay of the graph passes at once',
  link: 'https://github.com/vllm-project/vllm-ascend/issues/13058',
  property: 'nothing-left of device.0',
  configuration: { dies: 1, iterations: 1, graphs: 1 },
  patch: { provide: { 'device-graph': { actions: { resetEvent: assign({}) } } } },
};
