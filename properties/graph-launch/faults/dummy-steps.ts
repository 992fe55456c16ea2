import type { GraphLaunchFault } from '../fault.js';

/** The number of draft steps is chosen by each rank for itself. */
export const dummySteps: GraphLaunchFault = {
  title: 'a die without requests runs the draft graph three times, a busy one once',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/12036',
  property: 'same-graph-on-all-dies',
  configuration: { dies: 2, iterations: 2, graphs: 2 },
  patch: {
    wiring: {
      launchesOf: ({ graphs }, die) => {
        const launches = [...Array(graphs).keys()];
        return die === 0 ? [...launches, graphs - 1, graphs - 1] : launches;
      },
    },
  },
  counterexample: {
    tells:
      'die 0 comes to its second draft graph of iteration 0, which meets the main graph of iteration 1 of die 1',
    steps: [
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⇒ device.0: REPLAY {graph: 0, iteration: 0, slot: 0}',
      'host.0 ⇒ updates.0: UPDATE {after: 0, graph: 0, iteration: 0}',
      'host.0 ⏱ launch in launching',
      'host.0 ⏱ launch in launching',
      'updates.0 ⏱ update in updating',
      'host.0 ⇒ updates.0: UPDATE {after: 1, graph: 1, iteration: 0}',
      'device.0 ⏱ compute in computing',
      'host.1 ⏱ prepare in preparing',
      'host.1 ⏱ launch in launching',
      'host.1 ⇒ device.1: REPLAY {graph: 0, iteration: 0, slot: 0}',
      'host.1 ⇒ updates.1: UPDATE {after: 0, graph: 0, iteration: 0}',
      'host.1 ⏱ launch in launching',
      'host.1 ⏱ prepare in preparing',
      'host.1 ⏱ launch in launching',
      'updates.1 ⏱ update in updating',
      'host.1 ⇒ updates.1: UPDATE {after: 1, graph: 1, iteration: 0}',
      'device.1 ⏱ compute in computing',
      'host.0 ⇒ device.0: REPLAY {graph: 1, iteration: 0, slot: 0}',
      'host.1 ⇒ device.1: REPLAY {graph: 1, iteration: 0, slot: 0}',
      'updates.0 ⏱ update in updating',
      'host.0 ⇒ updates.0: UPDATE {after: 2, graph: 1, iteration: 0}',
      'device.0 ⏱ compute in computing',
      'updates.1 ⏱ update in updating',
      'host.1 ⇒ updates.1: UPDATE {after: 2, graph: 0, iteration: 1}',
      'device.1 ⏱ compute in computing',
      'host.0 ⇒ device.0: REPLAY {graph: 1, iteration: 0, slot: 0}',
      'host.1 ⇒ device.1: REPLAY {graph: 0, iteration: 1, slot: 1}',
      'updates.0 ⏱ update in updating',
      'device.0 ⏱ compute in computing',
      'updates.1 ⏱ update in updating',
      'device.1 ⏱ compute in computing',
    ],
  },
};
