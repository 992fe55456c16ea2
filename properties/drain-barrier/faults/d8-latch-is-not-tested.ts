import type { Fault } from '../../../src/index.js';

export const untestedLatch: Fault = {
  title: 'the spin-waits do not test the latch, and a late thread waits for threads that have left',
  link: 'https://github.com/hw-native-sys/simpler/issues/1073',
  property: 'deadlock-freedom',
  configuration: { threads: 2, tasks: 1 },
  patch: { provide: { 'drain-state': { guards: { isLatchSet: () => false } } } },
  counterexample: {
    tells:
      'thread 1 comes back while thread 0 takes the barrier down, between the acknowledgements (step 9) and the gate (step 14), and acknowledges once more; thread 0 finds the run complete and leaves, and thread 1 waits for its acknowledgement',
    steps: [
      'thread.0 ⏱ look in scheduling',
      'thread.0 ⏱ write in openingGate',
      'thread.0 ⏱ write in acknowledging',
      'thread.1 ⏱ look in scheduling',
      'thread.1 ⏱ spin in awaitingGate',
      'thread.1 ⏱ write in acknowledging',
      'thread.0 ⏱ spin in awaitingAcks',
      'thread.0 ⏱ dispatch in dispatching',
      'thread.0 ⏱ write in clearingAcks',
      'thread.0 ⏱ write in clearingElection',
      'thread.1 ⏱ spin in awaitingAcks',
      'thread.1 ⏱ look in scheduling',
      'thread.1 ⏱ spin in awaitingGate',
      'thread.0 ⏱ write in closingGate',
      'thread.0 ⏱ look in scheduling',
      'thread.1 ⏱ write in acknowledging',
    ],
  },
};
