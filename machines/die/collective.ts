import { produce } from 'immer';
import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

/** What parameters have been written for: a graph, in an iteration. */
export interface ParametersOf {
  readonly graph: number;
  readonly iteration: number;
}

/** What a graph has computed with: the iteration of its metadata, and what its parameters are of. */
export interface Output {
  readonly metadataOf: number;
  readonly parametersOf: ParametersOf;
}

/** A die has come to the collective of the graph that it replays, with what it has computed. */
export interface Arrive {
  readonly type: 'ARRIVE';
  readonly die: number;
  readonly iteration: number;
  readonly graph: number;
  readonly output: Output;
}

export interface Met {
  readonly type: 'MET';
}

interface CollectiveInput {
  /** The devices that meet, by die. */
  readonly devices: readonly string[];
}

type Arrival = Pick<Arrive, 'die' | 'iteration' | 'graph'>;

export interface CollectiveContext extends CollectiveInput {
  readonly arrivals: readonly Arrival[];
}

/** A die has come: in which replay, and with what. */
export interface ArrivedObservation extends Omit<Arrive, 'type'> {
  readonly type: 'ARRIVED';
}

/** All dies have met: in which replay each of them did. */
export interface MetObservation {
  readonly type: 'COLLECTIVE_MET';
  readonly arrivals: readonly Arrival[];
}

/**
 * A collective of all dies (docs/paper/facts.md 4.4, step 3): whoever comes waits until all have come. It cannot know whether they mean the same
 * one.
 */
export const collective = setup({
  types: {} as {
    context: CollectiveContext;
    input: CollectiveInput;
    events: Arrive;
    emitted: ArrivedObservation | MetObservation;
    tags: 'rest';
  },
  guards: {
    isComplete: ({ context }) => context.arrivals.length === context.devices.length,
  },
  actions: {
    tellArrival: emit(({ event }) => {
      assertEvent(event, 'ARRIVE');
      const { die, iteration, graph, output } = event;
      return { type: 'ARRIVED', die, iteration, graph, output } as const;
    }),
    noteArrival: assign(({ context, event: { die, iteration, graph } }) =>
      produce(context, (draft) => {
        draft.arrivals.push({ die, iteration, graph });
        draft.arrivals.sort((one, other) => one.die - other.die);
      }),
    ),
    tellMet: emit(({ context }) => ({ type: 'COLLECTIVE_MET', arrivals: context.arrivals }) as const),
    letAllGo: enqueueActions(({ context, enqueue }) => {
      for (const device of context.devices) {
        enqueue.sendTo(componentRef(device), { type: 'MET' } satisfies Met);
      }
    }),
    startAnew: assign({ arrivals: [] }),
  },
}).createMachine({
  id: 'collective',
  context: ({ input }) => ({ ...input, arrivals: [] }),
  initial: 'open',
  states: {
    open: {
      description:
        'Gathers the dies; when all have come, it lets all go and gathers anew (docs/paper/facts.md 4.4, step 3).',
      tags: 'rest',
      always: { guard: 'isComplete', actions: ['tellMet', 'letAllGo', 'startAnew'] },
      on: { ARRIVE: { actions: ['tellArrival', 'noteArrival'] } },
    },
  },
});
