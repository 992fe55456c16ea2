import type { Survivors } from '../survivors.js';

/** What survives in drain-barrier. */
export const drainBarrierSurvivors: Survivors = {
  'Both happen in one step, and neither uses what the other changes or sends.': [
    'drain-state on DISPATCH: tellDispatched before countDispatched',
  ],
  'The answer does not tell which task is claimed.': [
    'drain-state.gate.closed on LOOK [hasTask] to sentinel: answer CLAIMED before claimTask',
  ],
  'A thread that looks before the gate opens waits where it looks, instead of where it would wait for the gate.':
    ['drain-state.gate.sentinel on LOOK: without it'],
  'A thread whose acknowledgement was taken down is told to go back all the same, by way of the wait for the elected one or without.':
    [
      'drain-state.election.elected on SPIN_ON_ACKS [isBarrierComplete]: without guard',
      'scheduler-thread.awaitingAcks on BACK to scheduling: to awaitingElection instead',
    ],
  'The thread that has opened the gate is sent on to the barrier, or back, by what it reads there: it acknowledges later.':
    [
      'scheduler-thread.openingGate after write to acknowledging: to scheduling instead',
      'scheduler-thread.openingGate after write to acknowledging: to awaitingGate instead',
      'scheduler-thread.openingGate after write to acknowledging: to awaitingAcks instead',
      'scheduler-thread.openingGate after write to acknowledging: to awaitingElection instead',
    ],
  'A thread that is sent back may stop at the barrier at once: it only does not look for work, which another one does.':
    [
      'scheduler-thread.awaitingGate on BACK to scheduling: to acknowledging instead',
      'scheduler-thread.awaitingElection on BACK to scheduling: to acknowledging instead',
    ],
  'A thread that is sent back to its loop comes there by one more spin-wait, in which there is nothing to wait for.':
    [
      'scheduler-thread.awaitingGate on BACK to scheduling: to awaitingAcks instead',
      'scheduler-thread.awaitingGate on BACK to scheduling: to awaitingElection instead',
      'scheduler-thread.awaitingAcks on BACK to scheduling: to awaitingGate instead',
      'scheduler-thread.awaitingElection on BACK to scheduling: to awaitingGate instead',
      'scheduler-thread.awaitingElection on BACK to scheduling: to awaitingAcks instead',
      'scheduler-thread.closingGate after write to scheduling: to awaitingGate instead',
      'scheduler-thread.closingGate after write to scheduling: to awaitingAcks instead',
      'scheduler-thread.closingGate after write to scheduling: to awaitingElection instead',
    ],
};
