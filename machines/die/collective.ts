import { produce } from 'immer';
import { assign, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

/** A die has come to the collective of the graph that it replays. */
export interface Arrive {
  readonly type: 'ARRIVE';
  readonly die: number;
  readonly iteration: number;
  readonly graph: number;
}

export interface Met {
  readonly type: 'MET';
}

interface CollectiveInput {
  /** The devices that meet, by die. */
  readonly devices: readonly string[];
}

type Arrival = Pick<Arrive, 'die' | 'iteration' | 'graph'>;

/** All dies have met: in which replay each of them did. */
export interface CollectiveObservation {
  readonly type: 'COLLECTIVE_MET';
  readonly arrivals: readonly Arrival[];
}

/** A collective of all dies: whoever comes waits until all have come. It cannot know whether they mean the same one. */
export const collective = setup({
  types: {} as {
    context: CollectiveInput & { readonly arrivals: readonly Arrival[] };
    input: CollectiveInput;
    events: Arrive;
    emitted: CollectiveObservation;
  },
  guards: {
    isComplete: ({ context }) => context.arrivals.length === context.devices.length,
  },
  actions: {
    noteArrival: assign(({ context, event: { die, iteration, graph } }) =>
      produce(context, (draft) => {
        draft.arrivals.push({ die, iteration, graph });
        draft.arrivals.sort((one, other) => one.die - other.die);
      }),
    ),
    letAllGo: enqueueActions(({ context, enqueue }) => {
      enqueue.emit({ type: 'COLLECTIVE_MET', arrivals: context.arrivals });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.arrivals = [];
        }),
      );
      for (const device of context.devices) enqueue.sendTo(componentRef(device), { type: 'MET' });
    }),
  },
}).createMachine({
  id: 'collective',
  context: ({ input }) => ({ ...input, arrivals: [] }),
  initial: 'open',
  states: {
    open: {
      tags: 'rest',
      always: { guard: 'isComplete', actions: 'letAllGo' },
      on: { ARRIVE: { actions: 'noteArrival' } },
    },
  },
});
