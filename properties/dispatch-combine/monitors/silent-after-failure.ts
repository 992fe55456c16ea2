import { assign, setup } from 'xstate';
import type { HealthObservation } from '../../../machines/die/die-health.js';
import type { WindowObservation } from '../../../machines/die/receive-window.js';
import type { OperationIssued } from '../../../machines/interconnect/posting.js';

export interface SilentInput {
  readonly die: number;
  /** Ids of the cores of the die that send. */
  readonly cores: readonly string[];
  /** Results are signalled by adds, once they are visible. */
  readonly areCounted: boolean;
}

interface SilentContext extends SilentInput {
  /** Writes that are issued and not visible yet. */
  readonly writes: number;
  /** Results that are visible, and whose adds are not counted yet. */
  readonly adds: number;
}

type Observation = WindowObservation | OperationIssued | HealthObservation;

/**
 * A die that has failed sends nothing any more: what it had on the wire may arrive, and as many writes and adds as that (docs/paper/facts.md
 * 13.1). It hears the health and the cores of one die, and all windows. Alive, too, nothing is seen of the die that it has not issued, and no
 * result is signalled that is not visible.
 */
export const silentAfterFailure = setup({
  types: {} as { context: SilentContext; input: SilentInput; events: Observation },
  guards: {
    isOfAnother: ({ context, event }) =>
      (event.type === 'STORED' && !context.cores.includes(event.writer)) ||
      (event.type === 'COUNTED' && event.source !== context.die),
    isUnheardOf: ({ context: { writes, adds }, event }) =>
      (event.type === 'STORED' && writes === 0) || (event.type === 'COUNTED' && adds === 0),
    isToBeCounted: ({ context: { areCounted }, event }) =>
      areCounted && event.type === 'STORED' && event.copy?.of === 'combine',
    isLastAdd: ({ context: { adds } }) => adds === 1,
    hasAdds: ({ context: { adds } }) => adds > 0,
  },
  actions: {
    noteIssued: assign({ writes: ({ context }) => context.writes + 1 }),
    noteStored: assign({ writes: ({ context }) => context.writes - 1 }),
    noteResult: assign(({ context: { writes, adds } }) => ({ writes: writes - 1, adds: adds + 1 })),
    noteCounted: assign({ adds: ({ context }) => context.adds - 1 }),
  },
}).createMachine({
  id: 'silent-after-failure',
  context: ({ input }) => ({ ...input, writes: 0, adds: 0 }),
  initial: 'alive',
  states: {
    alive: {
      on: {
        ISSUED: { actions: 'noteIssued' },
        STORED: [
          { guard: 'isOfAnother' },
          { guard: 'isUnheardOf', target: 'violated' },
          { guard: 'isToBeCounted', target: '.signalling', actions: 'noteResult' },
          { actions: 'noteStored' },
        ],
        COUNTED: [
          { guard: 'isOfAnother' },
          { guard: 'isUnheardOf', target: 'violated' },
          { guard: 'isLastAdd', target: '.quiet', actions: 'noteCounted' },
          { actions: 'noteCounted' },
        ],
        DIE_FAILED: [{ guard: 'hasAdds', target: 'failed.signalling' }, { target: 'failed' }],
      },
      initial: 'quiet',
      states: {
        quiet: {},
        // What is on the wire arrives.
        signalling: { tags: 'pending' },
      },
    },
    failed: {
      on: {
        ISSUED: { target: 'violated' },
        STORED: [
          { guard: 'isOfAnother' },
          { guard: 'isUnheardOf', target: 'violated' },
          // The core that would signal a result has halted.
          { actions: 'noteStored' },
        ],
        COUNTED: [
          { guard: 'isOfAnother' },
          { guard: 'isUnheardOf', target: 'violated' },
          { guard: 'isLastAdd', target: '.quiet', actions: 'noteCounted' },
          { actions: 'noteCounted' },
        ],
      },
      initial: 'quiet',
      states: { quiet: {}, signalling: { tags: 'pending' } },
    },
    violated: { tags: 'violation' },
  },
});
