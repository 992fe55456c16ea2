import { produce } from 'immer';
import { and, assign, emit, not, sendTo, setup, stateIn } from 'xstate';
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
    | 'DISPATCH'
    | 'CLEAR_ACKS'
    | 'CLEAR_ELECTION'
    | 'CLOSE_GATE';
  readonly thread: string;
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
  /** That nobody has claimed. */
  readonly tasksLeft: number;
  /** Times that the cores were given a task. */
  readonly dispatched: number;
  /** Threads that have stopped at the barrier. */
  readonly acks: readonly string[];
}

/** The cores were given a task; tasks are counted from 1, in the order in which they are claimed. */
export interface DrainObservation {
  readonly type: 'TASK_DISPATCHED';
  readonly task: number;
}

const answer = (type: Reading['type']) => ({ type: 'answer', params: { type } }) as const;

/**
 * What the scheduler threads of a die share for the drain protocol (https://github.com/hw-native-sys/simpler/issues/1073; the paper does not tell
 * of it): before a task that needs all cores at once, every thread stops at a barrier, one is elected, dispatches the task, and takes the
 * barrier down: acknowledgements first, the gate last. Each access is atomic.
 *
 * The real protocol tests the latch in all three spin-waits. Here it is tested where it matters: when the latch is set, the gate is closed
 * and nobody is elected, which ends the other two waits anyway.
 */
export const drainState = setup({
  types: {} as {
    context: DrainStateContext;
    input: DrainStateInput;
    events: DrainAccess;
    emitted: DrainObservation;
    tags: 'rest';
  },
  guards: {
    hasTask: ({ context }) => context.tasksLeft > 0,
    isGateClosed: stateIn({ gate: 'closed' }),
    isLatchSet: stateIn({ latch: 'set' }),
    isBarrierComplete: stateIn({ acks: 'complete' }),
    haveAllAcknowledged: ({ context }) => context.acks.length === context.threads,
    isRunComplete: and([not('hasTask'), 'isGateClosed']),
    isAckGone: ({ context, event }) => !context.acks.includes(event.thread),
  },
  actions: {
    claimTask: assign(({ context }) =>
      produce(context, (draft) => {
        draft.tasksLeft--;
      }),
    ),
    countDispatched: assign(({ context }) =>
      produce(context, (draft) => {
        draft.dispatched++;
      }),
    ),
    tellDispatched: emit(({ context: { tasks, tasksLeft } }): DrainObservation => ({
      type: 'TASK_DISPATCHED',
      task: tasks - tasksLeft,
    })),
    addAck: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.acks.push(event.thread);
        draft.acks.sort();
      }),
    ),
    clearAcks: assign(({ context }) =>
      produce(context, (draft) => {
        draft.acks = [];
      }),
    ),
    answer: sendTo(
      componentRef(({ event }) => event.thread),
      (_, reading: Reading) => reading,
    ),
  },
}).createMachine({
  id: 'drain-state',
  description:
    'Memory that the scheduler threads of a die share: a gate, acknowledgements, an election and a latch, each a region.',
  context: ({ input }) => ({ ...input, tasksLeft: input.tasks, dispatched: 0, acks: [] }),
  on: { DISPATCH: { actions: ['countDispatched', 'tellDispatched'] } },
  type: 'parallel',
  states: {
    gate: {
      description: 'Whether threads are to stop.',
      initial: 'closed',
      states: {
        closed: {
          description: 'No drain is under way: who looks may claim the next task.',
          tags: 'rest',
          on: {
            LOOK: { guard: 'hasTask', target: 'sentinel', actions: ['claimTask', answer('CLAIMED')] },
            SPIN_ON_GATE: { actions: answer('BACK') },
          },
        },
        sentinel: {
          description:
            'A thread has claimed a task, and has not opened the gate yet: nobody else may claim one.',
          tags: 'rest',
          on: {
            LOOK: { actions: answer('DRAINING') },
            OPEN_GATE: 'open',
          },
        },
        open: {
          description: 'Threads go on to the barrier.',
          tags: 'rest',
          on: {
            LOOK: { actions: answer('DRAINING') },
            SPIN_ON_GATE: { actions: answer('GO') },
            CLOSE_GATE: 'closed',
          },
        },
      },
    },
    acks: {
      description: 'Who has stopped at the barrier.',
      on: {
        ACKNOWLEDGE: { actions: 'addAck' },
        CLEAR_ACKS: { target: '.gathering', actions: 'clearAcks' },
      },
      initial: 'gathering',
      states: {
        gathering: {
          description: 'Some thread has not stopped. Whose acknowledgement was taken down does not wait on.',
          tags: 'rest',
          always: { guard: 'haveAllAcknowledged', target: 'complete' },
          on: {
            SPIN_ON_ACKS: [
              { guard: 'isAckGone', actions: answer('BACK') },
              { guard: 'isLatchSet', actions: answer('BACK') },
            ],
          },
        },
        complete: {
          description: 'All threads stand still.',
          tags: 'rest',
        },
      },
    },
    election: {
      description: 'Whether some thread is to dispatch the task.',
      initial: 'none',
      states: {
        none: {
          description: 'The first to see the barrier complete is elected.',
          tags: 'rest',
          on: {
            SPIN_ON_ACKS: { guard: 'isBarrierComplete', target: 'elected', actions: answer('ELECTED') },
            SPIN_ON_ELECTION: { actions: answer('BACK') },
          },
        },
        elected: {
          description: 'The others wait until the elected one has dispatched and taken this down.',
          tags: 'rest',
          on: {
            SPIN_ON_ACKS: { guard: 'isBarrierComplete', actions: answer('GO') },
            CLEAR_ELECTION: 'none',
          },
        },
      },
    },
    latch: {
      description: 'Whether the run is complete. Once set, threads leave their loops and do not come back.',
      initial: 'unset',
      states: {
        unset: {
          description: 'There are tasks, or a drain is under way.',
          tags: 'rest',
          on: {
            LOOK: { guard: 'isRunComplete', target: 'set', actions: answer('COMPLETED') },
          },
        },
        set: {
          description: 'Nothing is left to do.',
          tags: 'rest',
          on: { LOOK: { actions: answer('COMPLETED') } },
        },
      },
    },
  },
});
