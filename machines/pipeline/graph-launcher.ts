import { produce } from 'immer';
import { assertEvent, assign, emit, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

/** The host puts a graph behind those that its die has still to run. */
export interface Launch {
  readonly type: 'LAUNCH';
  readonly graph: string;
}

/** The die has run a graph, and sampled so many of its microbatches. */
export interface GraphEnded {
  readonly type: 'GRAPH_ENDED';
  readonly graph: string;
  readonly sampled: number;
}

export interface GraphLauncherInput {
  /** The graphs of a step, in the order of their launches. */
  readonly graphs: readonly string[];
  readonly steps: number;
  /** Graphs that may be launched beyond the one that the die is running: 0 means that launches and graphs take turns. */
  readonly ahead: number;
  /** Time of a launch in nanoseconds (docs/paper/facts.md 7). */
  readonly launchNs: number;
}

/** The die has told the host of the end of a graph: see `GraphEnded`. */
export interface GraphReturned {
  readonly type: 'GRAPH_RETURNED';
  readonly graph: string;
  readonly sampled: number;
}

export interface GraphLauncherContext extends GraphLauncherInput {
  readonly step: number;
  /** The graph of the step to launch next. */
  readonly next: number;
  /** Graphs that are launched and have not ended. */
  readonly inFlight: number;
}

/**
 * The host CPU of a die as a clock (docs/paper/facts.md 7): it launches graph n + 1 while the NPU runs graph n, so that a launch costs time only
 * where a graph is shorter than it. What can go wrong with the parameters of launched graphs is in `HostCpu`.
 */
export const graphLauncher = setup({
  types: {} as {
    context: GraphLauncherContext;
    input: GraphLauncherInput;
    events: GraphEnded;
    emitted: GraphReturned;
    tags: 'rest';
  },
  guards: {
    isAllLaunched: ({ context }) => context.step === context.steps,
    isNotTooFarAhead: ({ context }) => context.inFlight <= context.ahead,
    isLastGraph: ({ context }) => context.next + 1 === context.graphs.length,
  },
  delays: { launch: ({ context }) => context.launchNs },
  actions: {
    launchGraph: sendTo(componentRef('rank'), ({ context }): Launch => ({
      type: 'LAUNCH',
      graph: context.graphs[context.next]!,
    })),
    nextGraph: assign(({ context }) =>
      produce(context, (draft) => {
        draft.next++;
        draft.inFlight++;
      }),
    ),
    nextStep: assign(({ context }) =>
      produce(context, (draft) => {
        draft.next = 0;
        draft.step++;
        draft.inFlight++;
      }),
    ),
    countEnded: assign({ inFlight: ({ context }) => context.inFlight - 1 }),
    tellReturned: emit(({ event }) => {
      assertEvent(event, 'GRAPH_ENDED');
      return { type: 'GRAPH_RETURNED', graph: event.graph, sampled: event.sampled } as const;
    }),
  },
}).createMachine({
  id: 'graph-launcher',
  context: ({ input }) => ({ ...input, step: 0, next: 0, inFlight: 0 }),
  initial: 'deciding',
  on: { GRAPH_ENDED: { actions: ['tellReturned', 'countEnded'] } },
  states: {
    deciding: {
      description:
        'Waits until the die is near enough: only so many graphs are launched ahead of it (docs/paper/facts.md 7, fix 2).',
      always: [
        { guard: 'isAllLaunched', target: 'finished' },
        { guard: 'isNotTooFarAhead', target: 'launching' },
      ],
    },
    launching: {
      description:
        'Launches the next graph of the step while the die runs earlier ones (docs/paper/facts.md 7, fix 2).',
      after: {
        launch: [
          { guard: 'isLastGraph', target: 'deciding', actions: ['launchGraph', 'nextStep'] },
          { target: 'deciding', actions: ['launchGraph', 'nextGraph'] },
        ],
      },
    },
    finished: { description: 'All graphs of all steps are launched.', tags: 'rest' },
  },
});
