import { assign } from 'xstate';
import type { Fault } from '../../../src/index.js';

export const neverClearedAcks: Fault = {
  title:
    'signals are set and never reset, so that from its second use on the barrier lets everybody pass at once',
  link: 'https://github.com/hw-native-sys/pypto/pull/2175',
  kinship: 'its kind',
  property: 'dispatch-is-exclusive',
  configuration: { threads: 2, tasks: 2 },
  patch: {
    provide: { 'drain-state': { actions: { clearAcks: assign({}) } } },
  },
  counterexample: {
    tells:
      'thread 0 dispatches, and takes down everything but the acknowledgements; thread 1, which has not looked at them yet, finds the barrier complete and nobody elected (step 11), and dispatches while thread 0 does not stand still',
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
    ],
  },
};
