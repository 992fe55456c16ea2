import { produce } from 'immer';
import { assign, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { IterationEnded, Metadata, Replay } from './device-graph.js';
import type { Update } from './update-stream.js';

export interface HostInput {
  /** Graphs of an iteration by number, in the order of their launches: 0 is the main model, the others are draft models. */
  readonly launches: readonly number[];
  readonly iterations: number;
  /** Iterations that the host may launch beyond the one that the device has not ended yet. */
  readonly ahead: number;
}

export interface HostContext extends HostInput {
  readonly iteration: number;
  /** Of this iteration's launches, those that are made. */
  readonly launched: number;
  /** Iterations that the device has ended. */
  readonly ended: number;
}

const graphOf = ({ launches, launched }: HostContext): number => launches[launched]!;

/** What the iterations in flight need of device memory, so that none overwrites the metadata of another. */
const slotOf = ({ iteration, ahead }: HostContext): number => iteration % (ahead + 1);

/**
 * The host CPU of a die (docs/paper/facts.md 7, the paper's section on multi-token prediction): it prepares the metadata of an iteration once,
 * at its start, then launches the iteration's graphs one after the other while the device still replays earlier ones.
 *
 * It knows its `device`, and the stream that brings graphs' parameters up to date as `updates`.
 */
export const hostCpu = setup({
  types: {} as {
    context: HostContext;
    input: HostInput;
    events: IterationEnded;
    tags: 'rest';
  },
  guards: {
    isAllLaunched: ({ context }) => context.iteration === context.iterations,
    isNotTooFarAhead: ({ context }) => context.iteration - context.ended <= context.ahead,
    isLastLaunch: ({ context }) => context.launched + 1 === context.launches.length,
  },
  delays: { prepare: 1, launch: 1 },
  actions: {
    countEnded: assign({ ended: ({ context }) => context.ended + 1 }),
    writeMetadata: sendTo(componentRef('device'), ({ context }): Metadata => ({
      type: 'METADATA',
      iteration: context.iteration,
      slot: slotOf(context),
    })),
    launchReplay: sendTo(componentRef('device'), ({ context }): Replay => ({
      type: 'REPLAY',
      iteration: context.iteration,
      graph: graphOf(context),
      slot: slotOf(context),
    })),
    launchUpdate: sendTo(componentRef('updates'), ({ context }): Update => ({
      type: 'UPDATE',
      iteration: context.iteration,
      graph: graphOf(context),
      after: context.iteration * context.launches.length + context.launched,
    })),
    nextLaunch: assign({ launched: ({ context }) => context.launched + 1 }),
    nextIteration: assign(({ context }) =>
      produce(context, (draft) => {
        draft.launched = 0;
        draft.iteration++;
      }),
    ),
  },
}).createMachine({
  id: 'host-cpu',
  context: ({ input }) => ({ ...input, iteration: 0, launched: 0, ended: 0 }),
  on: { ITERATION_ENDED: { actions: 'countEnded' } },
  initial: 'scheduling',
  states: {
    scheduling: {
      description:
        'Waits until the device is near enough: only so many iterations are in flight (docs/paper/facts.md 7).',
      always: [
        { guard: 'isAllLaunched', target: 'finished' },
        { guard: 'isNotTooFarAhead', target: 'preparing' },
      ],
    },
    preparing: {
      description:
        'Prepares the metadata of all graphs of the iteration once, at its start (docs/paper/facts.md 7, fix 1).',
      after: { prepare: { target: 'launching', actions: 'writeMetadata' } },
    },
    launching: {
      description:
        'Launches the next graph, and the update of its parameters, while the NPU runs earlier ones (docs/paper/facts.md 7, fix 2).',
      after: {
        launch: [
          {
            guard: 'isLastLaunch',
            target: 'scheduling',
            actions: ['launchReplay', 'launchUpdate', 'nextIteration'],
          },
          { target: 'launching', reenter: true, actions: ['launchReplay', 'launchUpdate', 'nextLaunch'] },
        ],
      },
    },
    finished: { description: 'All iterations are launched.', tags: 'rest' },
  },
});
