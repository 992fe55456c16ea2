import type { Fault } from '../../../src/index.js';

export const spinsOn: Fault = {
  title: 'a thread that is called back from the barrier backs off and spins on, for threads that have left',
  link: 'https://github.com/hw-native-sys/simpler/issues/1073',
  kinship: 'its kind',
  property: 'is-released of thread.1',
  configuration: { threads: 2, tasks: 1 },
  patch: {
    chart: {
      'scheduler-thread': ({ states }) => {
        states!.awaitingAcks!.on!.BACK = 'backingOff';
        states!.backingOff = { after: { spin: 'awaitingAcks' } };
      },
    },
  },
  counterexample: {
    tells:
      'thread 0 takes the barrier down, finds the run complete and leaves (step 12); thread 1, which is told to go back, backs off and looks at the acknowledgements again, for ever',
    steps: [
      'thread.0 ⏱ look in scheduling',
      'thread.1 ⏱ look in scheduling',
      'thread.0 ⏱ write in openingGate',
      'thread.0 ⏱ write in acknowledging',
      'thread.1 ⏱ spin in awaitingGate',
      'thread.1 ⏱ write in acknowledging',
      'thread.0 ⏱ spin in awaitingAcks',
      'thread.0 ⏱ dispatch in dispatching',
      'thread.0 ⏱ write in clearingAcks',
      'thread.0 ⏱ write in clearingElection',
      'thread.0 ⏱ write in closingGate',
      'thread.0 ⏱ look in scheduling',
      'thread.1 ⏱ spin in awaitingAcks',
      'thread.1 ⏱ spin in backingOff',
    ],
    loop: 12,
  },
};
