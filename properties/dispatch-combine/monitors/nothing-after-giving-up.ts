import { assign, setup } from 'xstate';
import type { WindowObservation } from '../../../machines/die/receive-window.js';
import type { WaitObservation } from '../../../machines/moe/waiting-cores.js';
import type { StreamObservation } from '../../../machines/pipeline/moe-stream.js';

export interface NothingAfterInput {
  /** By wait: the operator that waits by it, and that operator's stream. */
  readonly waits: Readonly<Record<string, { readonly operator: string; readonly stream: string }>>;
}

interface NothingAfterContext extends NothingAfterInput {
  /** Waits that were given up, in ascending order. */
  readonly givenUp: readonly string[];
}

type Observation = (WindowObservation | WaitObservation | StreamObservation) & { readonly component: string };

const givenUpBy = ({ waits, givenUp }: NothingAfterContext) => givenUp.map((wait) => waits[wait]!);

/**
 * What was waited for has not come, so that who has given up does nothing more: he reads no slots, and hands nothing over
 * (docs/paper/facts.md 13.1; the flags of all come before anything is read, 4.4, step 3). Other operators of his die may still end.
 */
export const nothingAfterGivingUp = setup({
  types: {} as { context: NothingAfterContext; input: NothingAfterInput; events: Observation },
  guards: {
    isReadByWhoGaveUp: ({ context, event }) =>
      event.type === 'READ_OUT' && givenUpBy(context).some(({ operator }) => operator === event.reader),
    isOfWhoGaveUp: ({ context, event }) =>
      event.type === 'ENDED_LATE' && givenUpBy(context).some(({ stream }) => stream === event.component),
  },
  actions: {
    noteGivenUp: assign(({ context: { givenUp }, event }) => ({
      givenUp: [...givenUp, event.component].sort(),
    })),
  },
}).createMachine({
  id: 'nothing-after-giving-up',
  context: ({ input }) => ({ ...input, givenUp: [] }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        BLAMED: { actions: 'noteGivenUp' },
        READ_OUT: { guard: 'isReadByWhoGaveUp', target: 'violated' },
        ENDED_LATE: { guard: 'isOfWhoGaveUp', target: 'violated' },
      },
    },
    violated: { tags: 'violation' },
  },
});
