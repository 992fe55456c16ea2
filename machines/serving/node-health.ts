import { assertEvent, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Attempt, Die, Halt, Probe, Probed, Read } from './request-messages.js';

/** The node is up: its scheduler may begin. */
export interface Up {
  readonly type: 'UP';
}

/** What reads from this node gets an error. */
export interface SourceDown {
  readonly type: 'SOURCE_DOWN';
  readonly node: string;
}

/** Passed on by a node that lives, to the part of it that knows its attempts. */
export interface LookUp extends Attempt {
  readonly type: 'LOOK_UP';
  readonly reader: string;
}

export interface HealthInput {
  readonly node: string;
  /** Ids of the components that stop when the node dies. */
  readonly parts: readonly string[];
  /** Ids of the components that read from it. */
  readonly readers: readonly string[];
  /** Id of the part that begins when the node is up, and that knows its attempts; empty: none does. */
  readonly scheduler: string;
  /** In what state the job before has left the node. */
  readonly left: 'clean' | 'wedged';
}

export interface NodeDied {
  readonly type: 'NODE_DIED';
  readonly node: string;
}

/**
 * Whether a node lives: what probes go to, and what dies. A node that the job before has left wedged is reset before it takes work.
 * A dead node answers nobody, and what reads from it gets an error.
 */
export const nodeHealth = setup({
  types: {} as {
    context: HealthInput;
    input: HealthInput;
    events: Probe | Read | Die;
    emitted: NodeDied;
    tags: 'rest';
  },
  guards: {
    isWedged: ({ context }) => context.left === 'wedged',
    hasScheduler: ({ context }) => context.scheduler !== '',
  },
  delays: { reset: 1 },
  actions: {
    begin: enqueueActions(({ context, enqueue }) => {
      if (context.scheduler !== '')
        enqueue.sendTo(componentRef(context.scheduler), { type: 'UP' } satisfies Up);
    }),
    tellDied: emit(({ context }) => ({ type: 'NODE_DIED', node: context.node }) as const),
    haltParts: enqueueActions(({ context: { parts }, enqueue }) => {
      for (const part of parts) enqueue.sendTo(componentRef(part), { type: 'HALT' } satisfies Halt);
    }),
    breakReads: enqueueActions(({ context: { readers, node }, enqueue }) => {
      for (const reader of readers)
        enqueue.sendTo(componentRef(reader), { type: 'SOURCE_DOWN', node } satisfies SourceDown);
    }),
    breakRead: enqueueActions(({ context: { node }, event, enqueue }) => {
      assertEvent(event, 'READ');
      enqueue.sendTo(componentRef(event.reader), { type: 'SOURCE_DOWN', node } satisfies SourceDown);
    }),
    passOn: sendTo(
      componentRef(({ context }) => context.scheduler),
      ({ event }): LookUp => {
        assertEvent(event, 'PROBE');
        return { ...event, type: 'LOOK_UP' };
      },
    ),
    answerUp: sendTo(
      componentRef(({ event }) => readerOf(event)),
      ({ context, event }) => answer(event, context.node, true),
    ),
    answerDown: sendTo(
      componentRef(({ event }) => readerOf(event)),
      ({ context, event }) => answer(event, context.node, false),
    ),
  },
}).createMachine({
  id: 'node-health',
  context: ({ input }) => input,
  initial: 'starting',
  states: {
    starting: {
      description: 'Looks at what the job before has left.',
      always: [{ guard: 'isWedged', target: 'resetting' }, { target: 'up' }],
    },
    resetting: {
      description: 'Is reset, and takes no work yet.',
      after: { reset: 'up' },
      on: { PROBE: { actions: 'answerUp' } },
    },
    up: {
      description: 'Answers probes.',
      tags: 'rest',
      entry: 'begin',
      on: {
        PROBE: [{ guard: 'hasScheduler', actions: 'passOn' }, { actions: 'answerUp' }],
        READ: {},
        DIE: { target: 'dead', actions: ['tellDied', 'haltParts', 'breakReads'] },
      },
    },
    dead: {
      description: 'Its parts have stopped; who asks or reads gets an error.',
      tags: 'rest',
      on: { PROBE: { actions: 'answerDown' }, READ: { actions: 'breakRead' } },
    },
  },
});

function readerOf(event: Probe | Read | Die): string {
  assertEvent(event, 'PROBE');
  return event.reader;
}

/** What a node says of an attempt without looking it up: it is not known to be lost. */
function answer(event: Probe | Read | Die, node: string, isUp: boolean): Probed {
  assertEvent(event, 'PROBE');
  const { request, attempt } = event;
  return { type: 'PROBED', node, request, attempt, isUp, hasIt: isUp };
}
