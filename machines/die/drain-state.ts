import { produce } from 'immer';
import { assign, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

/**
 * How a thread gets at the shared state. It looks what there is to do; it spins until the gate opens, until all have acknowledged, or
 * until the elected one is done; the rest are writes.
 */
export interface DrainAccess {
  readonly type:
    | 'LOOK'
    | 'SPIN_ON_GATE'
    | 'SPIN_ON_ACKS'
    | 'SPIN_ON_ELECTION'
    | 'OPEN_GATE'
    | 'ACKNOWLEDGE'
    | 'CLEAR_ACKS'
    | 'CLEAR_ELECTION'
    | 'CLOSE_GATE';
  readonly thread: string;
  /** The wait for acknowledgements ends when the run is complete, too. */
  readonly testsLatch: boolean;
}

/** What a thread has read. */
export interface Reading {
  readonly type:
    | 'COMPLETED' // the run is complete
    | 'DRAINING' // a drain is under way
    | 'CLAIMED' // a task is to be drained for, and this thread has taken it
    | 'GO' // the wait is over
    | 'ELECTED' // the wait is over, and this thread is to dispatch
    | 'BACK'; // there is nothing to wait for any more
}

interface DrainStateInput {
  readonly threads: number;
  readonly tasks: number;
}

export interface DrainStateContext extends DrainStateInput {
  readonly tasksLeft: number;
  readonly gate: 'closed' | 'sentinel' | 'open';
  /** Threads that have stopped at the barrier. */
  readonly acks: readonly string[];
  readonly elected: string | null;
  /** The latch: once set, threads leave their loops and do not come back. */
  readonly isCompleted: boolean;
}

const answer = (type: Reading['type']) => ({ type: 'answer', params: { type } }) as const;

/**
 * What the scheduler threads of a die share for the drain protocol: before a task that needs all cores at once, every thread stops at a
 * barrier, one is elected, dispatches the task, and takes the barrier down: acknowledgements first, the gate last. Each access is atomic.
 *
 * The real fix tests the latch in all three spin-waits. Here it is tested where it matters: when the latch is set, the gate is closed
 * and nobody is elected, which ends the other two waits anyway.
 */
export const drainState = setup({
  types: {} as { context: DrainStateContext; input: DrainStateInput; events: DrainAccess },
  guards: {
    isCompleted: ({ context }) => context.isCompleted,
    isDraining: ({ context }) => context.gate !== 'closed',
    hasTask: ({ context }) => context.tasksLeft > 0,
    isGateOpen: ({ context }) => context.gate === 'open',
    isGateClosed: ({ context }) => context.gate === 'closed',
    isLatchSeen: ({ context, event }) => context.isCompleted && event.testsLatch,
    isAckGone: ({ context, event }) => !context.acks.includes(event.thread),
    isElectable: ({ context }) => context.acks.length === context.threads && context.elected === null,
    isOneElected: ({ context }) => context.acks.length === context.threads && context.elected !== null,
    isNoneElected: ({ context }) => context.elected === null,
  },
  actions: {
    claimTask: assign(({ context }) =>
      produce(context, (draft) => {
        draft.tasksLeft--;
        draft.gate = 'sentinel';
      }),
    ),
    setLatch: assign(({ context }) =>
      produce(context, (draft) => {
        draft.isCompleted = true;
      }),
    ),
    openGate: assign(({ context }) =>
      produce(context, (draft) => {
        draft.gate = 'open';
      }),
    ),
    addAck: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.acks.push(event.thread);
        draft.acks.sort();
      }),
    ),
    elect: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.elected = event.thread;
      }),
    ),
    clearAcks: assign(({ context }) =>
      produce(context, (draft) => {
        draft.acks = [];
      }),
    ),
    clearElection: assign(({ context }) =>
      produce(context, (draft) => {
        draft.elected = null;
      }),
    ),
    closeGate: assign(({ context }) =>
      produce(context, (draft) => {
        draft.gate = 'closed';
      }),
    ),
    answer: sendTo(
      componentRef(({ event }) => event.thread),
      (_, reading: Reading) => reading,
    ),
  },
}).createMachine({
  id: 'drain-state',
  context: ({ input }) => ({
    ...input,
    tasksLeft: input.tasks,
    gate: 'closed',
    acks: [],
    elected: null,
    isCompleted: false,
  }),
  initial: 'shared',
  states: {
    shared: {
      tags: 'rest',
      on: {
        LOOK: [
          { guard: 'isCompleted', actions: answer('COMPLETED') },
          { guard: 'isDraining', actions: answer('DRAINING') },
          { guard: 'hasTask', actions: ['claimTask', answer('CLAIMED')] },
          { actions: ['setLatch', answer('COMPLETED')] },
        ],
        SPIN_ON_GATE: [
          { guard: 'isGateOpen', actions: answer('GO') },
          { guard: 'isGateClosed', actions: answer('BACK') },
        ],
        SPIN_ON_ACKS: [
          { guard: 'isElectable', actions: ['elect', answer('ELECTED')] },
          { guard: 'isOneElected', actions: answer('GO') },
          { guard: 'isAckGone', actions: answer('BACK') },
          { guard: 'isLatchSeen', actions: answer('BACK') },
        ],
        SPIN_ON_ELECTION: { guard: 'isNoneElected', actions: answer('BACK') },
        OPEN_GATE: { actions: 'openGate' },
        ACKNOWLEDGE: { actions: 'addAck' },
        CLEAR_ACKS: { actions: 'clearAcks' },
        CLEAR_ELECTION: { actions: 'clearElection' },
        CLOSE_GATE: { actions: 'closeGate' },
      },
    },
  },
});
