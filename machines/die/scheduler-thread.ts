import { enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { DrainAccess, Reading } from './drain-state.js';

export interface ThreadInput {
  readonly self: string;
  readonly state: string;
  /** Its wait for acknowledgements ends when the run is complete, too. */
  readonly testsLatch: boolean;
}

export interface ThreadObservation {
  readonly type: 'TASK_DISPATCHED';
}

const access = (by: DrainAccess['type']) => ({ type: 'access', params: { by } }) as const;

/**
 * A scheduler thread of a die. In its loop it looks for work; when a drain is under way it stops at the barrier until all threads have,
 * and one of them has dispatched. It leaves when the run is complete.
 */
export const schedulerThread = setup({
  types: {} as {
    context: ThreadInput;
    input: ThreadInput;
    events: Reading;
    emitted: ThreadObservation;
  },
  delays: { look: 1, spin: 1, write: 1, dispatch: 1 },
  actions: {
    access: sendTo(
      componentRef(({ context }) => context.state),
      ({ context: { self, testsLatch } }, { by }: { readonly by: DrainAccess['type'] }) =>
        ({ type: by, thread: self, testsLatch }) satisfies DrainAccess,
    ),
    tellDispatched: enqueueActions(({ enqueue }) => {
      enqueue.emit({ type: 'TASK_DISPATCHED' });
    }),
  },
}).createMachine({
  id: 'scheduler-thread',
  context: ({ input }) => input,
  initial: 'scheduling',
  states: {
    scheduling: {
      after: { look: { actions: access('LOOK') } },
      on: {
        COMPLETED: 'left',
        DRAINING: 'awaitingGate',
        CLAIMED: 'openingGate',
      },
    },
    openingGate: { after: { write: { target: 'acknowledging', actions: access('OPEN_GATE') } } },
    awaitingGate: {
      after: { spin: { actions: access('SPIN_ON_GATE') } },
      on: { GO: 'acknowledging', BACK: 'scheduling' },
    },
    acknowledging: { after: { write: { target: 'awaitingAcks', actions: access('ACKNOWLEDGE') } } },
    awaitingAcks: {
      after: { spin: { actions: access('SPIN_ON_ACKS') } },
      on: { ELECTED: 'dispatching', GO: 'awaitingElection', BACK: 'scheduling' },
    },
    awaitingElection: {
      after: { spin: { actions: access('SPIN_ON_ELECTION') } },
      on: { BACK: 'scheduling' },
    },
    dispatching: { after: { dispatch: { target: 'clearingAcks', actions: 'tellDispatched' } } },
    clearingAcks: { after: { write: { target: 'clearingElection', actions: access('CLEAR_ACKS') } } },
    clearingElection: { after: { write: { target: 'closingGate', actions: access('CLEAR_ELECTION') } } },
    closingGate: { after: { write: { target: 'scheduling', actions: access('CLOSE_GATE') } } },
    left: { type: 'final' },
  },
});
