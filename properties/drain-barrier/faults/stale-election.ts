import type { Fault } from '../../../src/index.js';
import { redirect } from '../../redirect.js';

export const staleElection: Fault = {
  title: 'the election of one drain is left for the next one, as nothing in it tells of which drain it is',
  link: 'https://github.com/hw-native-sys/simpler/issues/1455',
  property: 'as-at-the-start',
  configuration: { threads: 2, tasks: 1 },
  patch: {
    chart: {
      'scheduler-thread': ({ states }) => redirect(states!.clearingAcks, 'write', 'closingGate'),
    },
  },
  counterexample: {
    tells:
      'thread 0 closes the gate and leaves the election (step 10); both find the run complete, and the next drain will wait for a thread that was elected in this one',
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
      'thread.0 ⏱ write in closingGate',
      'thread.0 ⏱ look in scheduling',
      'thread.1 ⏱ spin in awaitingAcks',
      'thread.1 ⏱ look in scheduling',
    ],
  },
};
