import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

/** A waiting peer wants to know whether this die is alive. */
interface Probe {
  readonly type: 'PROBE';
  readonly reader: string;
}

/** The answer: dies that are known to be dead. A dead die's own link answers with an error, which names it. */
export interface ProbeAnswer {
  readonly type: 'PROBED';
  /** The die that was probed. */
  readonly die: number;
  readonly dead: readonly number[];
}

/** One of the die's own waits has found dead peers. */
interface FoundDead {
  readonly type: 'FOUND_DEAD';
  readonly dead: readonly number[];
}

export interface DieHealthInput {
  readonly die: number;
  /** Ids of the components that stop when the die fails. */
  readonly parts: readonly string[];
}

interface DieHealthContext extends DieHealthInput {
  readonly knownDead: readonly number[];
}

export type HealthObservation = { readonly type: 'DIE_FAILED'; readonly die: number };

type HealthEvent = Probe | FoundDead | { readonly type: 'FAIL' };

function readerOf(event: HealthEvent): string {
  assertEvent(event, 'PROBE');
  return event.reader;
}

/**
 * Whether a die is alive, and what it knows of others: the target of the probes that a wait beyond its limit sends. It answers
 * while the die's kernels wait or are still being compiled; a failed die answers nobody, and its link reports the error.
 */
export const dieHealth = setup({
  types: {} as {
    context: DieHealthContext;
    input: DieHealthInput;
    events: HealthEvent;
    emitted: HealthObservation;
    tags: 'rest';
  },
  actions: {
    noteFailed: emit(({ context }) => ({ type: 'DIE_FAILED', die: context.die })),
    haltParts: enqueueActions(({ context, enqueue }) => {
      for (const part of context.parts) enqueue.sendTo(componentRef(part), { type: 'HALT' });
    }),
    noteDead: assign({
      knownDead: ({ context, event }) => {
        assertEvent(event, 'FOUND_DEAD');
        return [...new Set([...context.knownDead, ...event.dead])].sort((one, other) => one - other);
      },
    }),
    tellKnown: sendTo(
      componentRef(({ event }) => readerOf(event)),
      ({ context: { die, knownDead } }): ProbeAnswer => ({ type: 'PROBED', die, dead: knownDead }),
    ),
    reportLinkError: sendTo(
      componentRef(({ event }) => readerOf(event)),
      ({ context: { die } }): ProbeAnswer => ({ type: 'PROBED', die, dead: [die] }),
    ),
  },
}).createMachine({
  id: 'die-health',
  context: ({ input }) => ({ ...input, knownDead: [] }),
  initial: 'alive',
  states: {
    alive: {
      description:
        'It answers probes with what it knows (docs/paper/facts.md 13.1, "Timeout" and "Fault handling ops").',
      tags: 'rest',
      on: {
        FAIL: { target: 'failed', actions: ['noteFailed', 'haltParts'] },
        PROBE: { actions: 'tellKnown' },
        FOUND_DEAD: { actions: 'noteDead' },
      },
    },
    failed: {
      description: 'Its parts have stopped; its link answers probes with an error, which names it.',
      tags: 'rest',
      on: { PROBE: { actions: 'reportLinkError' } },
    },
  },
});
