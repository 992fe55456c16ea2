import { assertEvent, assign, setup } from 'xstate';
import type { GraphReturned } from '../../machines/pipeline/graph-launcher.js';
import type { StageObservation } from '../../machines/pipeline/microbatch.js';
import type { ActivationsReceived, StepObservation } from '../../machines/pipeline/rank.js';

export interface WholeGraphsInput {
  /** Ids of the microbatches, by what the die calls them. */
  readonly microbatches: Readonly<Record<string, string>>;
  /** The graphs of a step, in order, each with its operators from the first layer's first to the last layer's last. */
  readonly graphs: readonly { readonly graph: string; readonly operators: readonly string[] }[];
  readonly steps: number;
}

/** Of a microbatch in the graph that is running: operators that it has told the end of, and whether it has told that it is in the next one. */
interface Told {
  readonly ended: number;
  readonly isBegun: boolean;
}

interface WholeGraphsContext extends WholeGraphsInput {
  /** Steps that have ended, and graphs of the next one. */
  readonly step: number;
  readonly returned: number;
  /** Microbatches that have come out of the graph that is running. */
  readonly ended: readonly string[];
  /** By id. */
  readonly told: Readonly<Record<string, Told>>;
}

const NOTHING: Told = { ended: 0, isBegun: false };

const nothingOf = ({ microbatches }: WholeGraphsInput): WholeGraphsContext['told'] =>
  Object.fromEntries(Object.values(microbatches).map((id) => [id, NOTHING]));

/**
 * A die runs each graph of each step once, in the order of the paper, and whole: the activations of each microbatch come to its head once, and have
 * gone through each operator of each layer once, in order, of which it has told the beginning and the end; then all of them are sampled, and with the last graph of a step its end is told, once
 * (docs/paper/facts.md 6, 7 and 8). A run that never comes to the end of the last step violates it too. It hears the microbatches, the rank, which receives the
 * activations, and the host, which is told of the end of the graph.
 */
export const wholeGraphs = setup({
  types: {} as {
    context: WholeGraphsContext;
    input: WholeGraphsInput;
    events: (ActivationsReceived | GraphReturned | StepObservation | StageObservation) & {
      readonly component: string;
    };
  },
  guards: {
    isNext: ({ context: { graphs, returned, told }, event }) => {
      assertEvent(event, ['STAGE_BEGUN', 'STAGE_ENDED']);
      const { ended, isBegun } = told[event.component] ?? NOTHING;
      return (
        isBegun === (event.type === 'STAGE_ENDED') &&
        event.graph === graphs[returned]?.graph &&
        event.operator === graphs[returned].operators[ended]
      );
    },
    isWhole: ({ context: { graphs, returned, microbatches, ended, told }, event }) => {
      if (event.type !== 'ACTIVATIONS_RECEIVED') return false;
      if (returned === graphs.length) return false;
      const { graph, operators } = graphs[returned]!;
      return (
        event.graph === graph &&
        !ended.includes(event.microbatch) &&
        told[microbatches[event.microbatch] ?? '']?.ended === operators.length &&
        event.applied.length === operators.length &&
        event.applied.every((operator, at) => operator === operators[at])
      );
    },
    areAllSampled: ({ context: { graphs, returned, microbatches, ended }, event }) =>
      event.type === 'GRAPH_RETURNED' &&
      event.graph === graphs[returned]?.graph &&
      ended.length === Object.keys(microbatches).length &&
      event.sampled === ended.length,
    isStepWhole: ({ context: { graphs, returned, step }, event }) =>
      event.type === 'STEP_ENDED' && event.step === step && returned === graphs.length,
    isEnd: ({ context }) => context.step === context.steps,
  },
  actions: {
    note: assign(({ context, event }) =>
      event.type === 'ACTIVATIONS_RECEIVED' ? { ended: [...context.ended, event.microbatch].sort() } : {},
    ),
    noteStage: assign({
      told: ({ context: { told }, event }) => {
        const { ended } = told[event.component] ?? NOTHING;
        const isBegun = event.type === 'STAGE_BEGUN';
        return { ...told, [event.component]: { ended: isBegun ? ended : ended + 1, isBegun } };
      },
    }),
    nextGraph: assign({
      told: ({ context }) => nothingOf(context),
      ended: [],
      returned: ({ context }) => context.returned + 1,
    }),
    nextStep: assign({ returned: 0, step: ({ context }) => context.step + 1 }),
  },
}).createMachine({
  id: 'whole-graphs',
  context: ({ input }) => ({ ...input, step: 0, returned: 0, ended: [], told: nothingOf(input) }),
  on: {
    ACTIVATIONS_RECEIVED: { target: '.violated' },
    GRAPH_RETURNED: { target: '.violated' },
    STEP_ENDED: { target: '.violated' },
    STAGE_BEGUN: { target: '.violated' },
    STAGE_ENDED: { target: '.violated' },
  },
  initial: 'owing',
  states: {
    owing: {
      tags: 'pending',
      always: { guard: 'isEnd', target: 'complete' },
      on: {
        STAGE_BEGUN: [{ guard: 'isNext', actions: 'noteStage' }, { target: 'violated' }],
        STAGE_ENDED: [{ guard: 'isNext', actions: 'noteStage' }, { target: 'violated' }],
        ACTIVATIONS_RECEIVED: [{ guard: 'isWhole', actions: 'note' }, { target: 'violated' }],
        GRAPH_RETURNED: [{ guard: 'areAllSampled', actions: 'nextGraph' }, { target: 'violated' }],
        STEP_ENDED: [{ guard: 'isStepWhole', actions: 'nextStep' }, { target: 'violated' }],
      },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
