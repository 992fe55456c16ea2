import { produce } from 'immer';
import { assertEvent, assign, emit, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type {
  BlockRead,
  Held,
  ModelVersion,
  Newest,
  Prefetch,
  QueryModel,
  ReadBlock,
  WeightBlock,
} from './model-pool.js';

export interface ModelInstanceInput {
  readonly self: string;
  /** The models that it is to serve, one after the other. */
  readonly models: readonly number[];
  /** Blocks of the weights of a model. */
  readonly blocks: number;
}

export interface ModelInstanceContext extends ModelInstanceInput {
  /** Switches that have ended. */
  readonly switched: number;
  /** What it is to load; `null` when it has not been told. */
  readonly target: ModelVersion | null;
  /** The memory of the NPU that is being loaded into, by block. */
  readonly loaded: readonly (WeightBlock | null)[];
  /** The weights that it serves with, by block. */
  readonly serving: readonly (WeightBlock | null)[];
}

/** An instance serves with other weights from now on. */
export interface SwitchedObservation {
  readonly type: 'SWITCHED';
  readonly target: ModelVersion;
  readonly blocks: readonly (WeightBlock | null)[];
}

/** An instance has been told what it is to switch to. */
export interface TargetObservation {
  readonly type: 'TARGET_TOLD';
  readonly target: ModelVersion;
}

/**
 * The SDK of the model cache in an instance (docs/paper/facts.md 10): it asks which version of a model is the newest, has it brought in ahead while it still serves
 * the old one, loads it block by block, and switches when it has all.
 *
 * It knows the `pool`.
 */
export const modelInstance = setup({
  types: {} as {
    context: ModelInstanceContext;
    input: ModelInstanceInput;
    events: Newest | Held | BlockRead;
    emitted: SwitchedObservation | TargetObservation;
    tags: 'rest';
  },
  guards: {
    isOver: ({ context }) => context.switched === context.models.length,
    isResident: ({ event }) => {
      assertEvent(event, 'NEWEST');
      return event.isResident;
    },
    hasAll: ({ context }) => context.loaded.every((block) => block !== null),
  },
  delays: { serve: 1, prepare: 1, copy: 1, swap: 1 },
  actions: {
    query: sendTo(componentRef('pool'), ({ context }): QueryModel => ({
      type: 'QUERY_MODEL',
      model: context.models[context.switched]!,
      from: context.self,
    })),
    noteTarget: assign(({ event }) => {
      assertEvent(event, 'NEWEST');
      return { target: event.id };
    }),
    tellTarget: emit(({ event }): TargetObservation => {
      assertEvent(event, 'NEWEST');
      return { type: 'TARGET_TOLD', target: event.id };
    }),
    prefetch: sendTo(componentRef('pool'), ({ event }): Prefetch => {
      assertEvent(event, 'NEWEST');
      return { type: 'PREFETCH', id: event.id };
    }),
    hold: sendTo(componentRef('pool'), ({ context }) => ({
      type: 'HOLD',
      id: context.target!,
      from: context.self,
    })),
    readBlock: sendTo(componentRef('pool'), ({ context }): ReadBlock => ({
      type: 'READ_BLOCK',
      id: context.target!,
      block: context.loaded.indexOf(null),
      from: context.self,
    })),
    fill: assign(({ context, event }) => {
      assertEvent(event, 'BLOCK');
      return { loaded: context.loaded.with(event.block, event.holds) };
    }),
    letGo: sendTo(componentRef('pool'), ({ context }) => ({
      type: 'LET_GO',
      id: context.target!,
      from: context.self,
    })),
    tellSwitched: emit(({ context }): SwitchedObservation => ({
      type: 'SWITCHED',
      target: context.target!,
      blocks: context.loaded,
    })),
    swap: assign(({ context }) =>
      produce(context, (draft) => {
        draft.serving = draft.loaded;
        draft.loaded = context.loaded.map(() => null);
        draft.target = null;
        draft.switched++;
      }),
    ),
  },
}).createMachine({
  id: 'model-instance',
  context: ({ input }) => ({
    ...input,
    switched: 0,
    target: null,
    loaded: Array.from({ length: input.blocks }, () => null),
    serving: Array.from({ length: input.blocks }, () => null),
  }),
  initial: 'serving',
  states: {
    serving: {
      description: 'Serves with the weights that it has, until it is to switch (docs/paper/facts.md 10).',
      always: { guard: 'isOver', target: 'finished' },
      after: { serve: { actions: 'query' } },
      on: {
        NEWEST: [
          { guard: 'isResident', target: 'prepared', actions: ['noteTarget', 'tellTarget'] },
          { target: 'prepared', actions: ['noteTarget', 'tellTarget', 'prefetch'] },
        ],
      },
    },
    prepared: {
      description:
        'Still serves; the version that it is to switch to is brought in ahead (docs/paper/facts.md 10).',
      after: { prepare: { target: 'holding', actions: 'hold' } },
    },
    holding: {
      description: 'Waits until the version is in the pool, and is kept there for it.',
      on: { HELD: 'loading' },
    },
    loading: {
      description: 'Copies the blocks over UB into the memory of the NPU, one after the other.',
      always: { guard: 'hasAll', target: 'switching', actions: 'letGo' },
      after: { copy: { target: 'loading', reenter: true, actions: 'readBlock' } },
      on: { BLOCK: { actions: 'fill' } },
    },
    switching: {
      description: 'Has all blocks, and goes over to them at once.',
      after: { swap: { target: 'serving', actions: ['tellSwitched', 'swap'] } },
    },
    finished: { description: 'It is to switch no more.', tags: 'rest' },
  },
});
