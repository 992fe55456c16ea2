import { assign, emit, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Leased, Release, Request } from '../die/core-pool.js';
import type { Arrive, Departed } from './exchange.js';
import { type Graphs, isSameLease, nextPosition, type Position, stageAt } from './graph.js';

/** The rank's turn for a graph: run it once. */
export interface Start {
  readonly type: 'START';
  readonly graph: string;
}

/** The microbatch has run the graph. */
export interface MicrobatchEnded {
  readonly type: 'MICROBATCH_ENDED';
}

export interface StageObservation extends Position {
  /** `COLLECTIVE_JOINED`: it has done its part of a collective stage. */
  readonly type: 'STAGE_BEGUN' | 'COLLECTIVE_JOINED' | 'STAGE_ENDED';
  readonly operator: string;
}

export interface MicrobatchInput {
  /** What its die calls it. */
  readonly self: string;
  readonly graphs: Graphs;
}

interface MicrobatchContext extends MicrobatchInput {
  readonly position: Position;
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
 * A microbatch of a die (docs/paper/facts.md 6 and 8): layer for layer it takes the streams of its die in turn, each with the engines that
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
  },
  guards: {
    isCollective: ({ context }) => stageOf(context).isCollective,
    isLastStage: ({ context }) => nextStageOf(context) === undefined,
    keepsLease: ({ context }) => isSameLease(nextStageOf(context)!, stageOf(context)),
  },
  delays: { work: ({ context }) => stageOf(context).ns },
  actions: {
    begin: assign({
      position: ({ event }) => ({ ...AT_REST, graph: (event as Start).graph }),
    }),
    advance: assign({ position: ({ context }) => nextPosition(context.graphs, context.position)! }),
    forget: assign({ position: AT_REST }),
    requestStream: sendTo(componentRef('pool'), ({ context }): Request => {
      const { stream, engines } = stageOf(context);
      return { type: 'REQUEST', kernel: context.self, stream, cores: engines };
    }),
    releaseStream: sendTo(componentRef('pool'), ({ context }): Release => ({
      type: 'RELEASE',
      kernel: context.self,
    })),
    noteBegin: emit(({ context }) => observation('STAGE_BEGUN', context)),
    noteJoining: emit(({ context }) => observation('COLLECTIVE_JOINED', context)),
    noteEnd: emit(({ context }) => observation('STAGE_ENDED', context)),
    arrive: sendTo(componentRef('exchange'), { type: 'ARRIVE' } satisfies Arrive),
    report: sendTo(componentRef('rank'), {
      type: 'MICROBATCH_ENDED',
    } satisfies MicrobatchEnded),
  },
}).createMachine({
  id: 'microbatch',
  context: ({ input }) => ({ ...input, position: AT_REST }),
  initial: 'idle',
  states: {
    idle: {
      tags: 'rest',
      on: { START: { target: 'requesting', actions: 'begin' } },
    },
    requesting: {
      entry: 'requestStream',
      on: { LEASED: { target: 'working' } },
    },
    working: {
      entry: 'noteBegin',
      after: { work: [{ guard: 'isCollective', target: 'waiting' }, { target: 'leaving' }] },
    },
    waiting: {
      entry: ['noteJoining', 'arrive'],
      on: { DEPARTED: { target: 'leaving' } },
    },
    leaving: {
      entry: 'noteEnd',
      always: [
        { guard: 'isLastStage', target: 'idle', actions: ['releaseStream', 'report', 'forget'] },
        { guard: 'keepsLease', target: 'working', actions: 'advance' },
        { target: 'requesting', actions: ['releaseStream', 'advance'] },
      ],
    },
  },
});
