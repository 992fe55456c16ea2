import { assertEvent, assign, emit, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Leased, Release, Request } from '../die/core-pool.js';
import type { Arrive, Departed } from './exchange.js';
import { type Graphs, isSameLease, nextPosition, type Position, stageAt } from './graph.js';

/** The rank's turn for a graph: run it once. */
export interface Start {
  readonly type: 'START';
  readonly graph: string;
}

/** The microbatch has run the graph: its activations, for the head. */
export interface MicrobatchEnded {
  readonly type: 'MICROBATCH_ENDED';
  readonly microbatch: string;
  readonly applied: readonly string[];
}

export interface StageObservation extends Position {
  readonly type: 'STAGE_BEGUN' | 'STAGE_ENDED';
  readonly operator: string;
}

export interface MicrobatchInput {
  /** What its die calls it. */
  readonly self: string;
  readonly graphs: Graphs;
}

export interface MicrobatchContext extends MicrobatchInput {
  readonly position: Position;
  /** What its activations have gone through in this graph: operators, from the first layer's first. */
  readonly applied: readonly string[];
}

const AT_REST: Position = { graph: '', block: 0, layer: 0, stage: 0 };

const stageOf = ({ graphs, position }: MicrobatchContext) => stageAt(graphs, position);

const nextStageOf = ({ graphs, position }: MicrobatchContext) => {
  const next = nextPosition(graphs, position);
  return next === undefined ? undefined : stageAt(graphs, next);
};

const observation = (type: StageObservation['type'], context: MicrobatchContext): StageObservation => ({
  type,
  ...context.position,
  operator: stageOf(context).operator,
});

/**
 * A microbatch of a die (docs/paper/facts.md 6 and 8; the paper's sections on microbatch-based pipelining of decode and of prefill): layer for layer it takes the streams of its die in turn, each with the engines that
 * the stage needs, and keeps them for all stages that follow each other with the same. Collective stages end on all dies together. Which
 * streams there are, and how long a stage takes, is in its graphs: decode has an attention and an MoE stream, which split the cores; prefill
 * has one, of which a stage takes AIC, AIV or SDMA.
 *
 * It knows its die by names: `pool`, `rank`, and `exchange` for what collects it and its like on all dies.
 */
export const microbatch = setup({
  types: {} as {
    context: MicrobatchContext;
    input: MicrobatchInput;
    events: Start | Leased | Departed;
    emitted: StageObservation;
    tags: 'rest' | 'leasing';
  },
  guards: {
    isCollective: ({ context }) => stageOf(context).isCollective,
    isLastStage: ({ context }) => nextStageOf(context) === undefined,
    keepsLease: ({ context }) => isSameLease(nextStageOf(context)!, stageOf(context)),
  },
  delays: { work: ({ context }) => stageOf(context).ns },
  actions: {
    begin: assign({
      position: ({ event }) => {
        assertEvent(event, 'START');
        return { ...AT_REST, graph: event.graph };
      },
    }),
    apply: assign({ applied: ({ context }) => [...context.applied, stageOf(context).operator] }),
    advance: assign({ position: ({ context }) => nextPosition(context.graphs, context.position)! }),
    forget: assign({ position: AT_REST, applied: [] }),
    requestStream: sendTo(componentRef('pool'), ({ context }): Request => {
      const { stream, engines } = stageOf(context);
      return { type: 'REQUEST', kernel: context.self, stream, cores: engines };
    }),
    releaseStream: sendTo(componentRef('pool'), ({ context }): Release => ({
      type: 'RELEASE',
      kernel: context.self,
    })),
    noteBegin: emit(({ context }) => observation('STAGE_BEGUN', context)),
    noteEnd: emit(({ context }) => observation('STAGE_ENDED', context)),
    arrive: sendTo(componentRef('exchange'), ({ context }): Arrive => ({
      type: 'ARRIVE',
      graph: context.position.graph,
      operator: stageOf(context).operator,
    })),
    handOver: sendTo(componentRef('rank'), ({ context }): MicrobatchEnded => ({
      type: 'MICROBATCH_ENDED',
      microbatch: context.self,
      applied: context.applied,
    })),
  },
}).createMachine({
  id: 'microbatch',
  context: ({ input }) => ({ ...input, position: AT_REST, applied: [] }),
  initial: 'idle',
  states: {
    idle: {
      description: 'Waits for the next graph of its die (docs/paper/facts.md 7).',
      tags: 'rest',
      on: { START: { target: 'requesting', actions: 'begin' } },
    },
    requesting: {
      description:
        'Waits for the stream that the other microbatch may have: the two swap streams (docs/paper/facts.md 6).',
      entry: 'requestStream',
      on: { LEASED: { target: 'working' } },
    },
    working: {
      description: 'Runs the operator on the engines of its stream (docs/paper/facts.md 6; of prefill 8).',
      tags: 'leasing',
      entry: 'noteBegin',
      after: {
        work: [
          { guard: 'isCollective', target: 'waiting' },
          { target: 'leaving', actions: 'apply' },
        ],
      },
    },
    waiting: {
      description:
        'Has done its part of a collective and waits for the data of all other dies, on its engines (docs/paper/facts.md 4.4 and 4.5, step 3; 8).',
      tags: 'leasing',
      entry: 'arrive',
      on: { DEPARTED: { target: 'leaving', actions: 'apply' } },
    },
    leaving: {
      description:
        'Goes on to the next operator, layer for layer, and gives its engines back where that one needs others (docs/paper/facts.md 6, 8).',
      entry: 'noteEnd',
      always: [
        { guard: 'isLastStage', target: 'idle', actions: ['releaseStream', 'handOver', 'forget'] },
        { guard: 'keepsLease', target: 'working', actions: 'advance' },
        { target: 'requesting', actions: ['releaseStream', 'advance'] },
      ],
    },
  },
});
