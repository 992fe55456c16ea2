import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { CollectiveObservation } from '../../machines/die/collective.js';
import type { DeviceObservation } from '../../machines/die/device-graph.js';

/** A graph runs with the metadata of the iteration that it was launched for, whatever iterations are in flight. */
export const replayOfItsIteration = setup({
  types: {} as { events: DeviceObservation },
  guards: {
    isOfAnother: ({ event }) => event.metadataOf !== event.iteration,
  },
}).createMachine({
  id: 'replay-of-its-iteration',
  initial: 'watching',
  states: {
    watching: { on: { GRAPH_BEGUN: { guard: 'isOfAnother', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});

/** All dies come to a collective in the same replay of the same graph. */
export const sameGraphOnAllDies = setup({
  types: {} as { events: CollectiveObservation },
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
  readonly iterations: number;
  readonly graphs: number;
}

/** A die replays each graph of each iteration once, in order. A run that ends before the last violates it too. It hears one device. */
export const replaysInOrder = setup({
  types: {} as {
    context: ReplaysInOrderInput & { readonly begun: number };
    input: ReplaysInOrderInput;
    events: DeviceObservation;
  },
  guards: {
    isNext: ({ context, event }) => event.iteration * context.graphs + event.graph === context.begun,
    isAllBegun: ({ context }) => context.begun === context.iterations * context.graphs,
  },
  actions: {
    count: assign(({ context }) =>
      produce(context, (draft) => {
        draft.begun++;
      }),
    ),
  },
}).createMachine({
  id: 'replays-in-order',
  context: ({ input }) => ({ ...input, begun: 0 }),
  on: { GRAPH_BEGUN: '.violated' },
  initial: 'owing',
  states: {
    owing: {
      tags: 'pending',
      always: { guard: 'isAllBegun', target: 'complete' },
      on: {
        GRAPH_BEGUN: [{ guard: 'isNext', actions: 'count' }, 'violated'],
      },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
