import { assign, setup } from 'xstate';
import type { ArrivedObservation, MetObservation } from '../../machines/die/collective.js';
import type { EventRecorded, MetadataReceived } from '../../machines/die/device-graph.js';

export interface TimesInput {
  /** How often it is to happen in all. */
  readonly times: number;
}

interface TimesContext extends TimesInput {
  readonly happened: number;
}

/**
 * An event is set once for each wait: what a device is told to record is never recorded already, so that no record is lost in another, and each
 * replay has one (docs/paper/facts.md 7). A run that never comes to the last violates it too. It hears the devices.
 */
export const eventOncePerWait = setup({
  types: {} as { context: TimesContext; input: TimesInput; events: EventRecorded },
  guards: {
    isOver: ({ event }) => event.over,
    isComplete: ({ context }) => context.happened === context.times,
  },
  actions: { count: assign({ happened: ({ context }) => context.happened + 1 }) },
}).createMachine({
  id: 'event-once-per-wait',
  context: ({ input }) => ({ ...input, happened: 0 }),
  initial: 'owing',
  on: { EVENT_RECORDED: { target: '.violated' } },
  states: {
    owing: {
      tags: 'pending',
      always: { guard: 'isComplete', target: 'complete' },
      on: { EVENT_RECORDED: [{ guard: 'isOver', target: 'violated' }, { actions: 'count' }] },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
  },
});

/**
 * The metadata of all graphs of an iteration are prepared once, at its start, and not again between them, in one of the slots that its device has for them
 * (docs/paper/facts.md 7, fix 1). A run that never comes to those of the last violates it too. It hears the devices.
 */
export const metadataOnce = setup({
  types: {} as { context: TimesContext; input: TimesInput; events: MetadataReceived },
  guards: {
    isMisplaced: ({ event }) => event.again || event.outside,
    isComplete: ({ context }) => context.happened === context.times,
  },
  actions: { count: assign({ happened: ({ context }) => context.happened + 1 }) },
}).createMachine({
  id: 'metadata-once',
  context: ({ input }) => ({ ...input, happened: 0 }),
  initial: 'owing',
  on: { METADATA_RECEIVED: { target: '.violated' } },
  states: {
    owing: {
      tags: 'pending',
      always: { guard: 'isComplete', target: 'complete' },
      on: {
        METADATA_RECEIVED: [{ guard: 'isMisplaced', target: 'violated' }, { actions: 'count' }],
      },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
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

/**
 * All dies come to a collective in the same replay of the same graph (docs/paper/facts.md 4.4, step 3), and meet once for each replay. A run that never comes
 * to the last violates it too. It hears the collective.
 */
export const sameGraphOnAllDies = setup({
  types: {} as { context: TimesContext; input: TimesInput; events: MetObservation },
  guards: {
    isMixed: ({ event: { arrivals } }) =>
      arrivals.some(
        ({ iteration, graph }) => iteration !== arrivals[0]!.iteration || graph !== arrivals[0]!.graph,
      ),
    isComplete: ({ context }) => context.happened === context.times,
  },
  actions: { count: assign({ happened: ({ context }) => context.happened + 1 }) },
}).createMachine({
  id: 'same-graph-on-all-dies',
  context: ({ input }) => ({ ...input, happened: 0 }),
  initial: 'owing',
  on: { COLLECTIVE_MET: { target: '.violated' } },
  states: {
    owing: {
      tags: 'pending',
      always: { guard: 'isComplete', target: 'complete' },
      on: { COLLECTIVE_MET: [{ guard: 'isMixed', target: 'violated' }, { actions: 'count' }] },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
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
 * A die comes to its collective with each graph of each iteration once, the main model before its drafts. A run that never comes to the last violates
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
