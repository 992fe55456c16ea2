import { sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { DrainAccess, Reading } from './drain-state.js';

export interface ThreadInput {
  readonly self: string;
  /** What it shares with the others. */
  readonly state: string;
}

const access = (by: DrainAccess['type']) => ({ type: 'access', params: { by } }) as const;

/**
 * A scheduler thread of a die (https://github.com/hw-native-sys/simpler/issues/1073; the paper does not tell of it). In its loop it looks for work;
 * when a drain is under way it stops at the barrier until all threads have, and one of them has dispatched. It leaves when the run is complete.
 */
export const schedulerThread = setup({
  types: {} as { context: ThreadInput; input: ThreadInput; events: Reading },
  delays: { look: 1, spin: 1, write: 1, dispatch: 1 },
  actions: {
    access: sendTo(
      componentRef(({ context }) => context.state),
      ({ context: { self } }, { by }: { readonly by: DrainAccess['type'] }) =>
        ({ type: by, thread: self }) satisfies DrainAccess,
    ),
  },
}).createMachine({
  id: 'scheduler-thread',
  description: 'One of the threads that give tasks to the cores of a die.',
  context: ({ input }) => input,
  initial: 'scheduling',
  states: {
    scheduling: {
      description: 'Its loop: it looks what there is to do.',
      after: { look: { actions: access('LOOK') } },
      on: {
        COMPLETED: 'left',
        DRAINING: 'awaitingGate',
        CLAIMED: 'openingGate',
      },
    },
    openingGate: {
      description: 'It has claimed a task that needs all cores, and lets the others on to the barrier.',
      after: { write: { target: 'acknowledging', actions: access('OPEN_GATE') } },
    },
    awaitingGate: {
      description: 'Spin-wait: another thread has claimed a task, and has not opened the gate yet.',
      after: { spin: { actions: access('SPIN_ON_GATE') } },
      on: { GO: 'acknowledging', BACK: 'scheduling' },
    },
    acknowledging: {
      description: 'It stops at the barrier, and tells so.',
      after: { write: { target: 'awaitingAcks', actions: access('ACKNOWLEDGE') } },
    },
    awaitingAcks: {
      description: 'Spin-wait: until all have stopped. The first to see it is elected.',
      after: { spin: { actions: access('SPIN_ON_ACKS') } },
      on: { ELECTED: 'dispatching', GO: 'awaitingElection', BACK: 'scheduling' },
    },
    awaitingElection: {
      description: 'Spin-wait: until the elected thread has dispatched the task.',
      after: { spin: { actions: access('SPIN_ON_ELECTION') } },
      on: { BACK: 'scheduling' },
    },
    dispatching: {
      description: 'Elected: it gives all cores the task at once.',
      after: { dispatch: { target: 'clearingAcks', actions: access('DISPATCH') } },
    },
    clearingAcks: {
      description:
        'It takes the barrier down: first the acknowledgements, so that nobody is elected once more,',
      after: { write: { target: 'clearingElection', actions: access('CLEAR_ACKS') } },
    },
    clearingElection: {
      description: 'then the election, which lets the others go,',
      after: { write: { target: 'closingGate', actions: access('CLEAR_ELECTION') } },
    },
    closingGate: {
      description: 'and last the gate: from here on the next task can be claimed.',
      after: { write: { target: 'scheduling', actions: access('CLOSE_GATE') } },
    },
    left: {
      description: 'The run is complete.',
      type: 'final',
    },
  },
});
