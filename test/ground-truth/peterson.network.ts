import { produce } from 'immer';
import { assertEvent, assign, sendTo, setup } from 'xstate';
import {
  always,
  componentRef,
  defineNetwork,
  type FairnessSpec,
  leadsTo,
  type Network,
  type View,
} from '../../src/index.js';

type ProcessId = 1 | 2;

function other(process: ProcessId): ProcessId {
  return process === 1 ? 2 : 1;
}

/**
 * One of the two processes. Each state is one label of the PlusCal algorithm, and its timer is the step at that label: `await`, which has a guard,
 * is a step that cannot be taken until the guard is true. What touches shared variables is a rendezvous with the memory.
 */
const process = setup({
  types: {
    context: {} as { id: ProcessId },
    input: {} as { id: ProcessId },
    tags: {} as 'rest',
  },
  actions: {
    raiseFlag: sendTo(componentRef('memory'), ({ context }) => ({
      type: 'WRITE_FLAG',
      process: context.id,
      value: true,
    })),
    lowerFlag: sendTo(componentRef('memory'), ({ context }) => ({
      type: 'WRITE_FLAG',
      process: context.id,
      value: false,
    })),
    yieldTurn: sendTo(componentRef('memory'), ({ context }) => ({
      type: 'WRITE_TURN',
      process: other(context.id),
    })),
    awaitEntry: sendTo(componentRef('memory'), ({ context }) => ({
      type: 'AWAIT_ENTRY',
      process: context.id,
    })),
  },
  delays: { soon: 1 },
}).createMachine({
  id: 'process',
  context: ({ input }) => ({ id: input.id }),
  initial: 'noncritical',
  states: {
    // Nobody has to enter the critical section.
    noncritical: { tags: 'rest', after: { soon: 'raisingFlag' } },
    raisingFlag: { after: { soon: { target: 'yieldingTurn', actions: 'raiseFlag' } } },
    yieldingTurn: { after: { soon: { target: 'awaitingEntry', actions: 'yieldTurn' } } },
    awaitingEntry: { after: { soon: { target: 'critical', actions: 'awaitEntry' } } },
    critical: { after: { soon: 'loweringFlag' } },
    loweringFlag: { after: { soon: { target: 'noncritical', actions: 'lowerFlag' } } },
  },
});

type MemoryEvent =
  | { type: 'WRITE_FLAG'; process: ProcessId; value: boolean }
  | { type: 'WRITE_TURN'; process: ProcessId }
  | { type: 'AWAIT_ENTRY'; process: ProcessId };

/** The shared variables. It takes AWAIT_ENTRY only while the awaited condition is true: until then the sender waits. */
const memory = setup({
  types: {
    context: {} as { flags: Record<ProcessId, boolean>; turn: ProcessId },
    events: {} as MemoryEvent,
    tags: {} as 'rest',
  },
  guards: {
    entryIsFree: ({ context, event }) => {
      assertEvent(event, 'AWAIT_ENTRY');
      return !context.flags[other(event.process)] || context.turn === event.process;
    },
  },
  actions: {
    writeFlag: assign(({ context, event }) =>
      produce(context, (draft) => {
        assertEvent(event, 'WRITE_FLAG');
        draft.flags[event.process] = event.value;
      }),
    ),
    writeTurn: assign(({ context, event }) =>
      produce(context, (draft) => {
        assertEvent(event, 'WRITE_TURN');
        draft.turn = event.process;
      }),
    ),
  },
}).createMachine({
  id: 'memory',
  context: { flags: { 1: false, 2: false }, turn: 1 },
  // A memory owes nothing to anybody.
  tags: 'rest',
  on: {
    WRITE_FLAG: { actions: 'writeFlag' },
    WRITE_TURN: { actions: 'writeTurn' },
    AWAIT_ENTRY: { guard: 'entryIsFree' },
  },
});

const IDS: readonly ProcessId[] = [1, 2];
const processId = (id: ProcessId) => `process.${id}` as const;

type PetersonFairness = FairnessSpec;

/** Every process goes on, but for one that is in no hurry to enter: it may stay outside for ever. */
const NOBODY_HAS_TO_ENTER: PetersonFairness = {
  units: IDS.map((id) => ({
    component: processId(id),
    timer: 'soon in noncritical',
    fairness: 'none' as const,
  })),
};

const isAtAny = (view: View, id: ProcessId, states: readonly string[]) =>
  states.some((state) => view.matches(processId(id), state));

/**
 * Peterson's mutual exclusion of two processes, after Peterson.tla by Differdange (tlaplus/Examples,
 * specifications/locks_auxiliary_vars): two flags and a turn, which starts at 1, in a memory that both processes use. The
 * specification has no fairness; its processes may stop anywhere.
 */
export function peterson(fairness: PetersonFairness = NOBODY_HAS_TO_ENTER): Network {
  const component = (id: ProcessId) => ({ machine: process, input: { id } });
  return defineNetwork({
    name: 'Peterson',
    components: { 'process.1': component(1), 'process.2': component(2), memory: { machine: memory } },
    channels: { default: { kind: 'sync', deferring: true } },
    fairness,
    properties: [
      always(
        'mutual exclusion',
        (view) => !IDS.every((id) => isAtAny(view, id, ['critical', 'loweringFlag'])),
      ),
      ...IDS.map((id) =>
        leadsTo(
          `${processId(id)} enters`,
          (view) => isAtAny(view, id, ['raisingFlag', 'yieldingTurn', 'awaitingEntry']),
          (view) => isAtAny(view, id, ['critical']),
        ),
      ),
    ],
  });
}
