import { produce } from 'immer';
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Arrive, Met } from './collective.js';

/** The host has written the metadata of an iteration into a slot of device memory. */
export interface Metadata {
  readonly type: 'METADATA';
  readonly iteration: number;
  readonly slot: number;
}

/** The host launches a graph of an iteration, which finds its metadata in a slot. */
export interface Replay {
  readonly type: 'REPLAY';
  readonly iteration: number;
  readonly graph: number;
  readonly slot: number;
}

/** The update stream records the event that a graph waits for. */
export interface RecordEvent {
  readonly type: 'RECORD';
  readonly graph: number;
}

export interface DeviceInput {
  readonly die: number;
  readonly graphs: number;
  readonly slots: number;
  readonly host: string;
  readonly updateStreams: readonly string[];
  readonly collective: string;
}

interface DeviceContext extends DeviceInput {
  /** By graph: its event is recorded. Recorded twice, it is recorded once. */
  readonly events: readonly boolean[];
  /** By slot: the iteration whose metadata it holds, or -1. */
  readonly metadata: readonly number[];
  readonly iteration: number;
  readonly graph: number;
  readonly slot: number;
}

export interface DeviceObservation {
  readonly type: 'GRAPH_BEGUN';
  readonly iteration: number;
  readonly graph: number;
  /** The iteration whose metadata the graph runs with. */
  readonly metadataOf: number;
}

/**
 * The graph stream of a device: it replays captured graphs in the order of their launches. A graph first waits for the event that
 * says that its parameters are up to date, and resets it; later it meets the other dies in a collective.
 */
export const deviceGraph = setup({
  types: {} as {
    context: DeviceContext;
    input: DeviceInput;
    events: Metadata | Replay | RecordEvent | Met;
    emitted: DeviceObservation;
  },
  guards: {
    isRecorded: ({ context }) => context.events[context.graph]!,
    isLastGraph: ({ context }) => context.graph + 1 === context.graphs,
  },
  delays: { compute: 1 },
  actions: {
    storeMetadata: assign(({ context, event }) => {
      const { iteration, slot } = event as Metadata;
      return produce(context, (draft) => {
        draft.metadata[slot] = iteration;
      });
    }),
    setEvent: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.events[(event as RecordEvent).graph] = true;
      }),
    ),
    noteReplay: assign(({ context, event }) => {
      const { iteration, graph, slot } = event as Replay;
      return produce(context, (draft) => {
        Object.assign(draft, { iteration, graph, slot });
      });
    }),
    resetEvent: assign(({ context }) =>
      produce(context, (draft) => {
        draft.events[context.graph] = false;
      }),
    ),
    tellBegun: enqueueActions(({ context, enqueue }) => {
      const { iteration, graph, slot, metadata } = context;
      enqueue.emit({ type: 'GRAPH_BEGUN', iteration, graph, metadataOf: metadata[slot]! });
    }),
    arrive: sendTo(
      componentRef(({ context }) => context.collective),
      ({ context: { die, iteration, graph } }): Arrive => ({ type: 'ARRIVE', die, iteration, graph }),
    ),
    tellUpdateStreams: enqueueActions(({ context, enqueue }) => {
      for (const stream of context.updateStreams) {
        enqueue.sendTo(componentRef(stream), { type: 'REPLAY_ENDED' });
      }
    }),
    tellHost: sendTo(
      componentRef(({ context }) => context.host),
      {
        type: 'ITERATION_ENDED',
      },
    ),
  },
}).createMachine({
  id: 'device-graph',
  context: ({ input }) => ({
    ...input,
    events: Array.from({ length: input.graphs }, () => false),
    metadata: Array.from({ length: input.slots }, () => -1),
    iteration: 0,
    graph: 0,
    slot: 0,
  }),
  on: {
    METADATA: { actions: 'storeMetadata' },
    RECORD: { actions: 'setEvent' },
  },
  initial: 'idle',
  states: {
    idle: {
      tags: 'rest',
      on: { REPLAY: { target: 'awaitingUpdate', actions: 'noteReplay' } },
    },
    awaitingUpdate: {
      always: { guard: 'isRecorded', target: 'computing', actions: ['resetEvent', 'tellBegun'] },
    },
    computing: {
      after: { compute: { target: 'meeting', actions: 'arrive' } },
    },
    meeting: {
      on: {
        MET: [
          { guard: 'isLastGraph', target: 'idle', actions: ['tellUpdateStreams', 'tellHost'] },
          { target: 'idle', actions: 'tellUpdateStreams' },
        ],
      },
    },
  },
});
