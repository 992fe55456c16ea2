import { assign, setup } from 'xstate';
import type { HealthObservation } from '../../../machines/die/die-health.js';
import type { WaitObservation } from '../../../machines/moe/waiting-cores.js';
import type { StreamObservation } from '../../../machines/pipeline/moe-stream.js';

export interface AllGiveUpInput {
  /** Ids of the streams, by die. */
  readonly streams: readonly (readonly string[])[];
  /** The last item of each stream. */
  readonly lastItems: Readonly<Record<string, number>>;
}

interface AllGiveUpContext extends AllGiveUpInput {
  /** Streams that still run. */
  readonly running: readonly string[];
  readonly hasOneGivenUp: boolean;
}

type Observation = (HealthObservation | StreamObservation | WaitObservation) & { readonly component: string };

/** What an observation changes. */
function after(context: AllGiveUpContext, event: Observation): AllGiveUpContext {
  const { streams, lastItems, running } = context;
  const { component } = event;
  const without = (ended: readonly string[]) => running.filter((stream) => !ended.includes(stream));
  switch (event.type) {
    case 'SUMMED':
      return event.item === lastItems[component] ? { ...context, running: without([component]) } : context;
    case 'BLAMED':
      return { ...context, hasOneGivenUp: true };
    case 'GAVE_UP':
      return { ...context, running: without([component]), hasOneGivenUp: true };
    case 'DIE_FAILED':
      return { ...context, running: without(streams[event.die]!) };
    default:
      return context;
  }
}

/**
 * Where one has given up, nobody is left waiting: when all has come to its end, every microbatch of every living die has ended or has given
 * up too. And who has given up routes and sums nothing any more.
 */
export const allGiveUp = setup({
  types: {} as { context: AllGiveUpContext; input: AllGiveUpInput; events: Observation },
  guards: {
    isAfterTheEnd: ({ context, event }) =>
      (event.type === 'ROUTED' || event.type === 'SUMMED') && !context.running.includes(event.component),
    isSomebodyLeft: ({ context, event }) => {
      const { hasOneGivenUp, running } = after(context, event);
      return hasOneGivenUp && running.length > 0;
    },
  },
  actions: { note: assign(({ context, event }) => after(context, event)) },
}).createMachine({
  id: 'all-give-up',
  context: ({ input }) => ({ ...input, running: input.streams.flat(), hasOneGivenUp: false }),
  on: {
    ROUTED: { guard: 'isAfterTheEnd', target: '.violated' },
    SUMMED: [{ guard: 'isAfterTheEnd', target: '.violated' }, { actions: 'note' }],
    DIE_FAILED: { actions: 'note' },
  },
  initial: 'nobodyLeft',
  states: {
    nobodyLeft: {
      on: {
        // Before anybody gives up he has found somebody dead, and told so.
        BLAMED: [{ guard: 'isSomebodyLeft', target: 'somebodyLeft', actions: 'note' }, { actions: 'note' }],
        GAVE_UP: { actions: 'note' },
      },
    },
    somebodyLeft: {
      tags: 'pending',
      on: {
        GAVE_UP: [
          { guard: 'isSomebodyLeft', actions: 'note' },
          { target: 'nobodyLeft', actions: 'note' },
        ],
        SUMMED: [
          { guard: 'isAfterTheEnd', target: 'violated' },
          { guard: 'isSomebodyLeft', actions: 'note' },
          { target: 'nobodyLeft', actions: 'note' },
        ],
        DIE_FAILED: [
          { guard: 'isSomebodyLeft', actions: 'note' },
          { target: 'nobodyLeft', actions: 'note' },
        ],
      },
    },
    violated: { tags: 'violation' },
  },
});
