import type { Fault } from '../../../src/index.js';
import { redirect } from '../../redirect.js';

export const lateElection: Fault = {
  title:
    'the election is taken down before the acknowledgements: a second thread is elected for a task that is gone',
  link: 'https://github.com/hw-native-sys/simpler/pull/898',
  kinship: 'its kind',
  property: 'every-task-dispatched-once',
  configuration: { threads: 2, tasks: 1 },
  patch: {
    chart: {
      'scheduler-thread': ({ states }) => {
        redirect(states!.dispatching, 'dispatch', 'clearingElection');
        redirect(states!.clearingElection, 'write', 'clearingAcks');
        redirect(states!.clearingAcks, 'write', 'closingGate');
      },
    },
  },
  counterexample: {
    tells:
      'thread 1 has not looked at the acknowledgements when thread 0 takes the election down (step 9): it finds the barrier complete and nobody elected, and dispatches the task once more',
    steps: [
      'thread.0 ⏱ look in scheduling',
      'thread.0 ⏱ write in openingGate',
      'thread.0 ⏱ write in acknowledging',
      'thread.1 ⏱ look in scheduling',
      'thread.1 ⏱ spin in awaitingGate',
      'thread.1 ⏱ write in acknowledging',
      'thread.0 ⏱ spin in awaitingAcks',
      'thread.0 ⏱ dispatch in dispatching',
      'thread.0 ⏱ write in clearingElection',
      'thread.1 ⏱ spin in awaitingAcks',
      'thread.1 ⏱ dispatch in dispatching',
    ],
  },
};
