import { produce } from 'immer';
import { assertEvent, assign, emit, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Arrive, Met, Output, ParametersOf } from './collective.js';

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

/** The update stream writes parameters to where a captured graph has its own, over those that it had. */
export interface Parameters {
  readonly type: 'PARAMETERS';
  readonly to: number;
  readonly parameters: ParametersOf;
}

/** The update stream records the event that a graph waits for. */
export interface RecordEvent {
  readonly type: 'RECORD';
  readonly graph: number;
}

/** The device has run a graph. */
export interface ReplayEnded {
  readonly type: 'REPLAY_ENDED';
}

/** The device has run the last graph of an iteration. */
export interface IterationEnded {
  readonly type: 'ITERATION_ENDED';
}

export interface DeviceInput {
  readonly die: number;
  /** Captured graphs. */
  readonly graphs: number;
  /** Replays of an iteration. */
  readonly replays: number;
  /** Slots of device memory for the metadata of iterations. */
  readonly slots: number;
}

/** What memory that nobody has written holds. */
const UNWRITTEN = -1;

const NO_PARAMETERS: ParametersOf = { graph: UNWRITTEN, iteration: UNWRITTEN };
const NO_OUTPUT: Output = { metadataOf: UNWRITTEN, parametersOf: NO_PARAMETERS };

export interface DeviceContext extends DeviceInput {
  /** By graph: its event is recorded. Recorded twice, it is recorded once. */
  readonly events: readonly boolean[];
  /** By graph: what its parameters are of, or -1. */
  readonly parameters: readonly ParametersOf[];
  /** By slot: the iteration whose metadata it holds, or -1. */
  readonly metadata: readonly number[];
  readonly iteration: number;
  readonly graph: number;
  readonly slot: number;
  /** Replays of the iteration that have ended. */
  readonly replayed: number;
  /** What the graph that is running has computed; until then -1. */
  readonly output: Output;
}

/** The event of a graph is recorded; `over`: it was recorded already, so that two records are one. */
export interface EventRecorded {
  readonly type: 'EVENT_RECORDED';
  readonly graph: number;
  readonly over: boolean;
}

/** The metadata of an iteration have come; `again`: they are in device memory already; `outside`: for a slot that the device does not have. */
export interface MetadataReceived {
  readonly type: 'METADATA_RECEIVED';
  readonly iteration: number;
  readonly again: boolean;
  readonly outside: boolean;
}

/**
 * The graph stream of a device (docs/paper/facts.md 7): it replays captured graphs in the order of their launches. A graph first waits for the
 * event that says that its parameters are up to date, and resets it; later it meets the other dies in a collective.
 *
 * It knows its `host`, the stream of its `updates`, and the `collective`.
 */
export const deviceGraph = setup({
  types: {} as {
    context: DeviceContext;
    input: DeviceInput;
    events: Metadata | Replay | Parameters | RecordEvent | Met;
    emitted: EventRecorded | MetadataReceived;
    tags: 'rest' | 'running';
  },
  guards: {
    isRecorded: ({ context }) => context.events[context.graph]!,
    isLastReplay: ({ context }) => context.replayed + 1 === context.replays,
  },
  delays: { compute: 1 },
  actions: {
    tellMetadata: emit(({ context, event }) => {
      assertEvent(event, 'METADATA');
      const { iteration, slot } = event;
      const again = context.metadata.includes(iteration);
      return { type: 'METADATA_RECEIVED', iteration, again, outside: slot >= context.slots } as const;
    }),
    storeMetadata: assign(({ context, event }) => {
      assertEvent(event, 'METADATA');
      return produce(context, (draft) => {
        draft.metadata[event.slot] = event.iteration;
      });
    }),
    storeParameters: assign(({ context, event }) => {
      assertEvent(event, 'PARAMETERS');
      return produce(context, (draft) => {
        draft.parameters[event.to] = event.parameters;
      });
    }),
    tellRecorded: emit(({ context, event }) => {
      assertEvent(event, 'RECORD');
      return { type: 'EVENT_RECORDED', graph: event.graph, over: context.events[event.graph]! } as const;
    }),
    setEvent: assign(({ context, event }) => {
      assertEvent(event, 'RECORD');
      return produce(context, (draft) => {
        draft.events[event.graph] = true;
      });
    }),
    noteReplay: assign(({ event }) => {
      assertEvent(event, 'REPLAY');
      const { iteration, graph, slot } = event;
      return { iteration, graph, slot };
    }),
    resetEvent: assign(({ context }) =>
      produce(context, (draft) => {
        draft.events[context.graph] = false;
      }),
    ),
    compute: assign({
      output: ({ context: { metadata, slot, parameters, graph } }): Output => ({
        metadataOf: metadata[slot]!,
        parametersOf: parameters[graph]!,
      }),
    }),
    arrive: sendTo(componentRef('collective'), ({ context: { die, iteration, graph, output } }): Arrive => ({
      type: 'ARRIVE',
      die,
      iteration,
      graph,
      output,
    })),
    passOn: assign({ output: NO_OUTPUT }),
    countReplay: assign({ replayed: ({ context }) => context.replayed + 1 }),
    startOver: assign({ replayed: 0 }),
    tellUpdates: sendTo(componentRef('updates'), { type: 'REPLAY_ENDED' } satisfies ReplayEnded),
    tellHost: sendTo(componentRef('host'), { type: 'ITERATION_ENDED' } satisfies IterationEnded),
  },
}).createMachine({
  id: 'device-graph',
  context: ({ input }) => ({
    ...input,
    events: Array.from({ length: input.graphs }, () => false),
    parameters: Array.from({ length: input.graphs }, () => NO_PARAMETERS),
    metadata: Array.from({ length: input.slots }, () => UNWRITTEN),
    iteration: 0,
    graph: 0,
    slot: 0,
    replayed: 0,
    output: NO_OUTPUT,
  }),
  on: {
    METADATA: { actions: ['tellMetadata', 'storeMetadata'] },
    PARAMETERS: { actions: 'storeParameters' },
    RECORD: { actions: ['tellRecorded', 'setEvent'] },
  },
  initial: 'idle',
  states: {
    idle: {
      description: 'Waits for the host to launch a graph (docs/paper/facts.md 7).',
      tags: 'rest',
      on: { REPLAY: { target: 'awaitingUpdate', actions: 'noteReplay' } },
    },
    awaitingUpdate: {
      description:
        'The graph waits for the event that says that its parameters are up to date, and resets it (docs/paper/facts.md 7).',
      always: { guard: 'isRecorded', target: 'computing', actions: 'resetEvent' },
    },
    computing: {
      description:
        'The graph runs with the metadata of its slot and its parameters, sampling included (docs/paper/facts.md 7, fix 2).',
      tags: 'running',
      after: { compute: { target: 'meeting', actions: ['compute', 'arrive'] } },
    },
    meeting: {
      description:
        'The graph waits for the same graph of all other dies in its collectives (docs/paper/facts.md 4.4, step 3).',
      tags: 'running',
      on: {
        MET: [
          {
            guard: 'isLastReplay',
            target: 'idle',
            actions: ['passOn', 'startOver', 'tellUpdates', 'tellHost'],
          },
          { target: 'idle', actions: ['passOn', 'countReplay', 'tellUpdates'] },
        ],
      },
    },
  },
});
