import { produce } from 'immer';
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Metadata, Replay } from './device-graph.js';
import type { Update } from './update-stream.js';

/** The device has run the last graph of an iteration. */
export interface IterationEnded {
  readonly type: 'ITERATION_ENDED';
}

/** One captured graph: the main model, or the draft model of multi-token prediction. */
interface HostGraph {
  /** The stream that brings the graph's parameters up to date before each replay. */
  readonly updateStream: string;
  /** The host puts each update behind the replays that it launched before. */
  readonly isOrdered: boolean;
}

export interface HostInput {
  readonly device: string;
  /** Graphs of an iteration, in the order of their launches. */
  readonly graphs: readonly HostGraph[];
  readonly iterations: number;
  /** Iterations that the host may launch beyond the one that the device has not ended yet. */
  readonly ahead: number;
}

interface HostContext extends HostInput {
  readonly iteration: number;
  /** The graph to launch next. */
  readonly graph: number;
  /** Iterations that the device has ended. */
  readonly ended: number;
}

/** What the iterations in flight need of device memory, so that none overwrites the metadata of another. */
const slotOf = ({ iteration, ahead }: HostContext): number => iteration % (ahead + 1);

/**
 * The host CPU of a die (docs/paper/facts.md 7): it prepares the metadata of an iteration once, at its start, then launches the iteration's graphs
 * one after the other while the device still replays earlier ones.
 */
export const hostCpu = setup({
  types: {} as { context: HostContext; input: HostInput; events: IterationEnded },
  guards: {
    isAllLaunched: ({ context }) => context.iteration === context.iterations,
    isNotTooFarAhead: ({ context }) => context.iteration - context.ended <= context.ahead,
    isLastGraph: ({ context }) => context.graph + 1 === context.graphs.length,
  },
  delays: { prepare: 1, launch: 1 },
  actions: {
    countEnded: assign(({ context }) =>
      produce(context, (draft) => {
        draft.ended++;
      }),
    ),
    writeMetadata: sendTo(
      componentRef(({ context }) => context.device),
      ({ context }): Metadata => ({
        type: 'METADATA',
        iteration: context.iteration,
        slot: slotOf(context),
      }),
    ),
    launchGraph: enqueueActions(({ context, enqueue }) => {
      const { device, graphs, graph, iteration } = context;
      const { updateStream, isOrdered } = graphs[graph]!;
      const replay: Replay = { type: 'REPLAY', iteration, graph, slot: slotOf(context) };
      const after = isOrdered ? iteration * graphs.length + graph : 0;
      const update: Update = { type: 'UPDATE', iteration, graph, after };
      enqueue.sendTo(componentRef(device), replay);
      enqueue.sendTo(componentRef(updateStream), update);
    }),
    nextGraph: assign(({ context }) =>
      produce(context, (draft) => {
        draft.graph++;
      }),
    ),
    nextIteration: assign(({ context }) =>
      produce(context, (draft) => {
        draft.graph = 0;
        draft.iteration++;
      }),
    ),
  },
}).createMachine({
  id: 'host-cpu',
  context: ({ input }) => ({ ...input, iteration: 0, graph: 0, ended: 0 }),
  on: { ITERATION_ENDED: { actions: 'countEnded' } },
  initial: 'scheduling',
  states: {
    scheduling: {
      always: [
        { guard: 'isAllLaunched', target: 'finished' },
        { guard: 'isNotTooFarAhead', target: 'preparing' },
      ],
    },
    preparing: {
      after: { prepare: { target: 'launching', actions: 'writeMetadata' } },
    },
    launching: {
      after: {
        launch: [
          { guard: 'isLastGraph', target: 'scheduling', actions: ['launchGraph', 'nextIteration'] },
          { target: 'launching', reenter: true, actions: ['launchGraph', 'nextGraph'] },
        ],
      },
    },
    finished: { tags: 'rest' },
  },
});
