import type { Counterexamples } from '../support/faults.js';

/** The shortest counterexample of each fault of graph-launch, as a reader of the bug report would tell it. */
export const counterexamples: Counterexamples = {
  D5: {
    tells:
      'the host is one iteration ahead: the event of the draft graph (graph 1) is recorded for iteration 0 (step 13) and again for iteration 1 (step 15) before the device waits for the first; the wait of iteration 0 takes both, and the device hangs in that of iteration 1',
    steps: [
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⇒ device.0: REPLAY {graph: 0, iteration: 0, slot: 0}',
      'host.0 ⇒ updates.0: UPDATE {after: 0, graph: 0, iteration: 0}',
      'host.0 ⏱ launch in launching',
      'host.0 ⇒ updates.0.draft: UPDATE {after: 0, graph: 1, iteration: 0}',
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⏱ launch in launching',
      'updates.0 ⏱ update in updating',
      'host.0 ⇒ updates.0: UPDATE {after: 2, graph: 0, iteration: 1}',
      'device.0 ⏱ compute in computing',
      'updates.0.draft ⏱ update in updating',
      'host.0 ⇒ updates.0.draft: UPDATE {after: 0, graph: 1, iteration: 1}',
      'updates.0.draft ⏱ update in updating',
      'host.0 ⇒ device.0: REPLAY {graph: 1, iteration: 0, slot: 0}',
      'device.0 ⏱ compute in computing',
      'host.0 ⇒ device.0: REPLAY {graph: 0, iteration: 1, slot: 1}',
      'updates.0 ⏱ update in updating',
      'device.0 ⏱ compute in computing',
      'host.0 ⇒ device.0: REPLAY {graph: 1, iteration: 1, slot: 1}',
    ],
  },
};
