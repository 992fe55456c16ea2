import { assign, setup } from 'xstate';
import type { ArrivedObservation, MetObservation } from '../../machines/die/collective.js';
import type { EventRecorded } from '../../machines/die/device-graph.js';

/**
 * An event is set once for each wait: what a device is told to record is never recorded already, so that no record is lost in another
 * (docs/paper/facts.md 7).
 */
export const eventOncePerWait = setup({
  types: {} as { events: EventRecorded },
  guards: { isOver: ({ event }) => event.over },
}).createMachine({
  id: 'event-once-per-wait',
  initial: 'watching',
  states: {
    watching: { on: { EVENT_RECORDED: { guard: 'isOver', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});

/**
 * What a die brings to a collective was computed with the metadata of that very iteration, and with the parameters that were written for that
 * very graph in it (docs/paper/facts.md 7, fix 1: metadata of each module and of the validation graph).
 */
export const computedForItsIteration = setup({
  types: {} as { events: ArrivedObservation },
  guards: {
    isOfAnother: ({ event: { iteration, graph, output } }) =>
      output.metadataOf !== iteration ||
      output.parametersOf.iteration !== iteration ||
      output.parametersOf.graph !== graph,
  },
}).createMachine({
  id: 'computed-for-its-iteration',
  initial: 'watching',
  states: {
    watching: { on: { ARRIVED: { guard: 'isOfAnother', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});

/** All dies come to a collective in the same replay of the same graph (docs/paper/facts.md 4.4, step 3). */
export const sameGraphOnAllDies = setup({
  types: {} as { events: MetObservation },
  guards: {
    isMixed: ({ event: { arrivals } }) =>
      arrivals.some(
        ({ iteration, graph }) => iteration !== arrivals[0]!.iteration || graph !== arrivals[0]!.graph,
      ),
  },
}).createMachine({
  id: 'same-graph-on-all-dies',
  initial: 'watching',
  states: {
    watching: { on: { COLLECTIVE_MET: { guard: 'isMixed', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});

export interface ReplaysInOrderInput {
  readonly die: number;
  readonly iterations: number;
  /** Graphs of an iteration: the main model, then its drafts (docs/paper/facts.md 7). */
  readonly graphs: number;
}

interface ReplaysInOrderContext extends ReplaysInOrderInput {
  /** Replays of the die that have come to their collective. */
  readonly arrived: number;
}

/**
 * A die comes to its collective with each graph of each iteration once, the main model before its drafts. A run that ends before the last violates
 * it too. It hears the collective.
 */
export const replaysInOrder = setup({
  types: {} as { context: ReplaysInOrderContext; input: ReplaysInOrderInput; events: ArrivedObservation },
  guards: {
    isOfAnotherDie: ({ context, event }) => event.die !== context.die,
    isNext: ({ context, event }) => event.iteration * context.graphs + event.graph === context.arrived,
    isAllArrived: ({ context }) => context.arrived === context.iterations * context.graphs,
  },
  actions: { count: assign({ arrived: ({ context }) => context.arrived + 1 }) },
}).createMachine({
  id: 'replays-in-order',
  context: ({ input }) => ({ ...input, arrived: 0 }),
  initial: 'owing',
  states: {
    owing: {
      tags: 'pending',
      always: { guard: 'isAllArrived', target: 'complete' },
      on: {
        ARRIVED: [{ guard: 'isOfAnotherDie' }, { guard: 'isNext', actions: 'count' }, { target: 'violated' }],
      },
    },
    complete: { on: { ARRIVED: [{ guard: 'isOfAnotherDie' }, { target: 'violated' }] } },
    violated: { tags: 'violation', type: 'final' },
  },
});
