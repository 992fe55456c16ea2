import { sendTo, setup } from 'xstate';
import {
  always,
  componentRef,
  defineNetwork,
  type FairnessSpec,
  leadsTo,
  type Network,
} from '../../src/index.js';

const threadParts = setup({
  types: { context: {} as { id: string }, input: {} as { id: string }, events: {} as { type: 'TAKEN' } },
  actions: {
    takeLock: sendTo(componentRef('lock'), { type: 'TAKE' }),
    testAndSet: sendTo(componentRef('lock'), ({ context }) => ({ type: 'TEST_AND_SET', thread: context.id })),
    release: sendTo(componentRef('lock'), { type: 'RELEASE' }),
  },
  delays: { soon: 1 },
});

const critical = { after: { soon: { target: 'resting', actions: 'release' } } } as const;
// It is no state at rest: in the specification a thread wants the lock again.
const resting = { after: { soon: 'trying' } } as const;

/** Waits at the lock: its step cannot be taken while another one has it. */
const waitingThread = threadParts.createMachine({
  id: 'waiting-thread',
  context: ({ input }) => input,
  initial: 'trying',
  states: { trying: { after: { soon: { target: 'critical', actions: 'takeLock' } } }, critical, resting },
});

/** Tests the lock and sets it in one step, again and again: its step can always be taken, and does nothing while another one has the lock. */
const pollingThread = threadParts.createMachine({
  id: 'polling-thread',
  context: ({ input }) => input,
  initial: 'trying',
  states: {
    trying: {
      after: { soon: { target: 'trying', reenter: true, actions: 'testAndSet' } },
      on: { TAKEN: 'critical' },
    },
    critical,
    resting,
  },
});

const lock = setup({
  types: { events: {} as { type: 'TAKE' | 'RELEASE' } | { type: 'TEST_AND_SET'; thread: string } },
  actions: {
    tellTaken: sendTo(({ system, event }) => system.get((event as { thread: string }).thread), {
      type: 'TAKEN',
    }),
  },
}).createMachine({
  id: 'lock',
  tags: 'rest',
  initial: 'free',
  states: {
    free: { on: { TAKE: 'taken', TEST_AND_SET: { target: 'taken', actions: 'tellTaken' } } },
    taken: { on: { RELEASE: 'free', TEST_AND_SET: {} } },
  },
});

type ThreadId = 'thread.1' | 'thread.2';

/**
 * Threads that share a lock which knows no order, after strong_fairness (hwayne/learntla-v2, raw-specs/liveness): GetLock is `trying`, ReleaseLock
 * `critical` and Reset `resting`. Polling is how Herbreteau's lecture on TLA+ (ENSEIRB-MATMECA, IF311, lecture 4) implements it.
 */
export function sharedLock(waits: 'at the lock' | 'by polling', fairness: FairnessSpec): Network {
  const ids: readonly ThreadId[] = ['thread.1', 'thread.2'];
  const machine = waits === 'at the lock' ? waitingThread : pollingThread;
  return defineNetwork({
    name: `a lock, and threads that wait ${waits}`,
    components: {
      'thread.1': { machine, input: { id: 'thread.1' } },
      'thread.2': { machine, input: { id: 'thread.2' } },
      lock: { machine: lock },
    },
    channels: { default: { kind: 'sync', deferring: true } },
    fairness,
    properties: [
      always('mutual exclusion', (view) => !ids.every((id) => view.matches(id, 'critical'))),
      ...ids.map((id) =>
        leadsTo(
          `${id} gets the lock`,
          (view) => view.matches(id, 'trying'),
          (view) => view.matches(id, 'critical'),
        ),
      ),
    ],
  });
}
