import { produce } from 'immer';
import { assign, enqueueActions, sendTo, setup } from 'xstate';
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

interface RankContext extends RankInput {
  /** The graph that is running, or ran last. */
  readonly graph: string;
  /** Microbatches that have run it. */
  readonly ended: number;
  /** Graphs that have ended in this step, and steps that have. */
  readonly graphs: number;
  readonly step: number;
}

/** All graphs of a step have run: the die has accepted a token, or two, for each of its sequences. */
export interface StepObservation {
  readonly type: 'STEP_ENDED';
  readonly step: number;
}

/**
 * A die as one rank of an instance (docs/paper/facts.md 6 and 7): runs the graphs that its host launches, one after the other. In each, its
 * microbatches go through the layers side by side; then the whole batch goes through the output head, and is sampled on the NPU.
 */
export const rank = setup({
  types: {} as {
    context: RankContext;
    input: RankInput;
    events: Launch | MicrobatchEnded;
    emitted: StepObservation;
  },
  guards: {
    isLastMicrobatch: ({ context }) => context.ended + 1 === context.microbatches.length,
    isEndOfStep: ({ context }) => context.graphs + 1 === context.graphsPerStep,
    isEnd: ({ context }) => context.step === context.steps,
  },
  delays: { head: ({ context }) => context.headNs[context.graph]! },
  actions: {
    startMicrobatches: enqueueActions(({ context, event, enqueue }) => {
      const { graph } = event as Launch;
      enqueue.assign({ graph, ended: 0 });
      for (const each of context.microbatches) {
        enqueue.sendTo(componentRef(each), { type: 'START', graph } satisfies Start);
      }
    }),
    countMicrobatch: assign(({ context }) =>
      produce(context, (draft) => {
        draft.ended++;
      }),
    ),
    countGraph: assign(({ context }) =>
      produce(context, (draft) => {
        draft.graphs++;
      }),
    ),
    countStep: enqueueActions(({ context, enqueue }) => {
      enqueue.emit({ type: 'STEP_ENDED', step: context.step } satisfies StepObservation);
      enqueue.assign({ graphs: 0, step: context.step + 1 });
    }),
    tellHost: sendTo(componentRef('host'), {
      type: 'GRAPH_ENDED',
    } satisfies GraphEnded),
  },
}).createMachine({
  id: 'rank',
  context: ({ input }) => ({ ...input, graph: '', ended: 0, graphs: 0, step: 0 }),
  initial: 'between',
  states: {
    between: {
      always: { guard: 'isEnd', target: 'finished' },
      on: { LAUNCH: { target: 'running', actions: 'startMicrobatches' } },
    },
    running: {
      on: {
        MICROBATCH_ENDED: [{ guard: 'isLastMicrobatch', target: 'sampling' }, { actions: 'countMicrobatch' }],
      },
    },
    sampling: {
      after: {
        head: [
          { guard: 'isEndOfStep', target: 'between', actions: ['tellHost', 'countStep'] },
          { target: 'between', actions: ['tellHost', 'countGraph'] },
        ],
      },
    },
    finished: { type: 'final' },
  },
});
