import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { GraphEnded, Launch } from './graph-launcher.js';
import type { MicrobatchEnded, Start } from './microbatch.js';

export interface RankInput {
  /** What the die calls its microbatches. */
  readonly microbatches: readonly string[];
  /** Graphs of a step: the main model, and the draft model where there is one. */
  readonly graphsPerStep: number;
  readonly steps: number;
  /** Expected time of what follows the layers of each graph on all cores: output head and sampling. Nanoseconds. */
  readonly headNs: Readonly<Record<string, number>>;
}

export interface RankContext extends RankInput {
  /** The graph that is running, or ran last. */
  readonly graph: string;
  /** Microbatches that have run it and whose activations are here, and those of them that are sampled. */
  readonly ended: number;
  readonly sampled: number;
  /** Graphs that have ended in this step, and steps that have. */
  readonly graphs: number;
  readonly step: number;
}

/** A microbatch has handed over its activations, at the end of this graph: see `MicrobatchEnded`. */
export interface ActivationsReceived {
  readonly type: 'ACTIVATIONS_RECEIVED';
  readonly graph: string;
  readonly microbatch: string;
  readonly applied: readonly string[];
}

/** All graphs of a step have run: the die has accepted a token, or two, for each of its sequences. */
export interface StepObservation {
  readonly type: 'STEP_ENDED';
  readonly step: number;
}

/**
 * A die as one rank of an instance (docs/paper/facts.md 6, 7 and 8): runs the graphs that its host launches, one after the other. In each, its
 * microbatches go through the layers side by side; then the whole batch goes through the output head, and is sampled on the NPU.
 */
export const rank = setup({
  types: {} as {
    context: RankContext;
    input: RankInput;
    events: Launch | MicrobatchEnded;
    emitted: ActivationsReceived | StepObservation;
  },
  guards: {
    isLastMicrobatch: ({ context }) => context.ended + 1 === context.microbatches.length,
    isEndOfStep: ({ context }) => context.graphs + 1 === context.graphsPerStep,
    isEnd: ({ context }) => context.step === context.steps,
  },
  delays: { head: ({ context }) => context.headNs[context.graph]! },
  actions: {
    startMicrobatches: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'LAUNCH');
      const { graph } = event;
      enqueue.assign({ graph, ended: 0, sampled: 0 });
      for (const each of context.microbatches) {
        enqueue.sendTo(componentRef(each), { type: 'START', graph } satisfies Start);
      }
    }),
    tellReceived: emit(({ context, event }) => {
      assertEvent(event, 'MICROBATCH_ENDED');
      const { microbatch, applied } = event;
      return { type: 'ACTIVATIONS_RECEIVED', graph: context.graph, microbatch, applied } as const;
    }),
    countMicrobatch: assign({ ended: ({ context }) => context.ended + 1 }),
    sample: assign({ sampled: ({ context }) => context.ended }),
    countGraph: assign({ graphs: ({ context }) => context.graphs + 1 }),
    tellStep: emit(({ context }) => ({ type: 'STEP_ENDED', step: context.step }) as const),
    countStep: assign({ graphs: 0, step: ({ context }) => context.step + 1 }),
    tellHost: sendTo(componentRef('host'), ({ context: { graph, sampled } }): GraphEnded => ({
      type: 'GRAPH_ENDED',
      graph,
      sampled,
    })),
  },
}).createMachine({
  id: 'rank',
  context: ({ input }) => ({ ...input, graph: '', ended: 0, sampled: 0, graphs: 0, step: 0 }),
  initial: 'between',
  states: {
    between: {
      description: 'Takes the next graph that its host has launched (docs/paper/facts.md 7).',
      always: { guard: 'isEnd', target: 'finished' },
      on: { LAUNCH: { target: 'running', actions: 'startMicrobatches' } },
    },
    running: {
      description:
        'Its microbatches go through the layers side by side (docs/paper/facts.md 6; of prefill 8).',
      on: {
        MICROBATCH_ENDED: [
          { guard: 'isLastMicrobatch', target: 'sampling', actions: ['tellReceived', 'countMicrobatch'] },
          { actions: ['tellReceived', 'countMicrobatch'] },
        ],
      },
    },
    sampling: {
      description:
        'The whole batch goes through the output head and is sampled on the NPU (docs/paper/facts.md 7, fix 2).',
      after: {
        head: [
          {
            guard: 'isEndOfStep',
            target: 'between',
            actions: ['sample', 'tellHost', 'tellStep', 'countStep'],
          },
          { target: 'between', actions: ['sample', 'tellHost', 'countGraph'] },
        ],
      },
    },
    finished: { description: 'All steps are done.', type: 'final' },
  },
});
