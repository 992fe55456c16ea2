import { produce } from 'immer';
import { assertEvent, assign, sendTo, setup } from 'xstate';
import { always, componentRef, defineNetwork, type Network } from '../../src/index.js';

interface ProcessContext {
  readonly id: number;
  /** The level that the process is at, or writes next: 1..levels. */
  level: number;
  readonly levels: number;
}

/**
 * One process. Each state is one label of the algorithm, and its timer is the step at that label; what touches shared variables is a rendezvous with
 * the memory, which the process waits for.
 */
const process = setup({
  types: {
    context: {} as ProcessContext,
    input: {} as Omit<ProcessContext, 'level'>,
    tags: {} as 'rest',
  },
  guards: { isThrough: ({ context }) => context.level === context.levels },
  actions: {
    writeLevel: sendTo(componentRef('memory'), ({ context }) => ({
      type: 'WRITE_LEVEL',
      process: context.id,
      level: context.level,
    })),
    writeLast: sendTo(componentRef('memory'), ({ context }) => ({
      type: 'WRITE_LAST',
      process: context.id,
      level: context.level,
    })),
    awaitLevel: sendTo(componentRef('memory'), ({ context }) => ({
      type: 'AWAIT_LEVEL',
      process: context.id,
      level: context.level,
    })),
    leave: sendTo(componentRef('memory'), ({ context }) => ({
      type: 'WRITE_LEVEL',
      process: context.id,
      level: 0,
    })),
    climb: assign({ level: ({ context }) => context.level + 1 }),
    climbDown: assign({ level: 1 }),
  },
  delays: { soon: 1 },
}).createMachine({
  id: 'process',
  context: ({ input }) => ({ ...input, level: 1 }),
  initial: 'noncritical',
  states: {
    // Nobody has to enter the critical section.
    noncritical: { tags: 'rest', after: { soon: 'writingLevel' } },
    writingLevel: { after: { soon: { target: 'writingLast', actions: 'writeLevel' } } },
    writingLast: { after: { soon: { target: 'awaitingLevel', actions: 'writeLast' } } },
    awaitingLevel: {
      after: {
        soon: [
          { guard: 'isThrough', target: 'critical', actions: 'awaitLevel' },
          { target: 'writingLevel', actions: ['awaitLevel', 'climb'] },
        ],
      },
    },
    critical: { after: { soon: { target: 'noncritical', actions: ['leave', 'climbDown'] } } },
  },
});

type MemoryEvent = {
  readonly type: 'WRITE_LEVEL' | 'WRITE_LAST' | 'AWAIT_LEVEL';
  readonly process: number;
  readonly level: number;
};

/** The shared variables. It takes AWAIT_LEVEL only while the awaited condition is true: until then the sender waits. */
const memory = setup({
  types: {
    /** The level of each process, 0 outside; and who came last to each level from 1 up. */
    context: {} as { levels: number[]; last: number[] },
    input: {} as { processes: number },
    events: {} as MemoryEvent,
    tags: {} as 'rest',
  },
  guards: {
    levelIsFree: ({ context: { levels, last }, event }) => {
      assertEvent(event, 'AWAIT_LEVEL');
      const isAlone = levels.every((level, process) => process === event.process || level < event.level);
      return isAlone || last[event.level - 1] !== event.process;
    },
  },
  actions: {
    writeLevel: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.levels[event.process] = event.level;
      }),
    ),
    writeLast: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.last[event.level - 1] = event.process;
      }),
    ),
  },
}).createMachine({
  id: 'memory',
  context: ({ input: { processes } }) => ({
    levels: Array.from({ length: processes }, () => 0),
    last: Array.from({ length: processes - 1 }, () => 0),
  }),
  // A memory owes nothing to anybody.
  tags: 'rest',
  on: {
    WRITE_LEVEL: { actions: 'writeLevel' },
    WRITE_LAST: { actions: 'writeLast' },
    AWAIT_LEVEL: { guard: 'levelIsFree' },
  },
});

/**
 * The filter lock, Peterson's mutual exclusion of 2 or more processes (G. L. Peterson, Myths about the mutual exclusion problem, Information
 * Processing Letters 12, 1981), with all shared variables in one component: a local state of the memory for nearly each state of the network,
 * so that XState is asked all the time.
 */
export function filterLock(processes: number): Network {
  const ids = Array.from({ length: processes }, (_, id) => id);
  return defineNetwork({
    name: `filter lock, ${processes} processes`,
    components: {
      ...Object.fromEntries(
        ids.map((id) => [`process.${id}`, { machine: process, input: { id, levels: processes - 1 } }]),
      ),
      memory: { machine: memory, input: { processes } },
    },
    channels: { default: { kind: 'sync', deferring: true } },
    properties: [
      always(
        'mutual exclusion',
        (view) => 1 - ids.filter((id) => view.matches(`process.${id}`, 'critical')).length,
      ),
    ],
  });
}
