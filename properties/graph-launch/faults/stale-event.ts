import { assign } from 'xstate';
import type { GraphLaunchFault } from '../fault.js';

/** The captured wait is a wait and a reset; this is what the reset is for. */
export const staleEvent: GraphLaunchFault = {
  title: 'the wait of a graph leaves its event set, and the next replay of the graph passes at once',
  link: 'https://github.com/vllm-project/vllm-ascend/issues/13058',
  property: 'nothing-left of device.0',
  configuration: { dies: 1, iterations: 1, graphs: 1 },
  patch: { provide: { 'device-graph': { actions: { resetEvent: assign({}) } } } },
  counterexample: {
    tells:
      'the only replay has ended, and the event that it waited for is still set: any later replay of the graph would pass at once',
    steps: [
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⇒ device.0: REPLAY {graph: 0, iteration: 0, slot: 0}',
      'host.0 ⇒ updates.0: UPDATE {after: 0, graph: 0, iteration: 0}',
      'updates.0 ⏱ update in updating',
      'device.0 ⏱ compute in computing',
    ],
  },
};
