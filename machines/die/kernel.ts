import { produce } from 'immer';
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Cores, Stream } from '../../src/cloudmatrix/paper/die.js';
import type { Leased, Release, Request } from './core-pool.js';

/** A kernel that this one must not start before has ended. */
export interface PredecessorEnded {
  readonly type: 'PREDECESSOR_ENDED';
}

/** A kernel of another die has signalled, over the Unified Bus. */
export interface Signal {
  readonly type: 'SIGNAL';
}

export interface KernelInput {
  readonly self: string;
  readonly pool: string;
  readonly stream: Stream;
  readonly cores: Cores;
  /** Kernels of its die that must end before it starts, and those that it must end before. */
  readonly predecessors: number;
  readonly successors: readonly string[];
  /** Kernels of other dies that it signals when it has run. */
  readonly signals: readonly string[];
  /** Signals of other dies that it waits for before it ends, on its cores. */
  readonly awaits: number;
}

export interface KernelContext extends KernelInput {
  /** Predecessors that have not ended yet, and signals that have not come yet. */
  readonly predecessorsLeft: number;
  readonly signalsLeft: number;
  /** Times that it has computed and written its result. */
  readonly runs: number;
}

/**
 * A kernel of a die: it is launched when its predecessors have ended, runs when it gets its cores, signals other dies, waits for their
 * signals if it has to, and gives the cores back. Nothing takes them from it while it waits.
 */
export const kernel = setup({
  types: {} as {
    context: KernelContext;
    input: KernelInput;
    events: PredecessorEnded | Signal | Leased;
    tags: 'rest' | 'on-cores';
  },
  guards: {
    hasNoPredecessorLeft: ({ context }) => context.predecessorsLeft === 0,
    onlyWaits: ({ context }) => context.awaits > 0 && context.signals.length === 0,
    hasAllSignals: ({ context }) => context.signalsLeft === 0,
  },
  delays: { launch: 1, run: 1 },
  actions: {
    countPredecessor: assign(({ context }) =>
      produce(context, (draft) => {
        draft.predecessorsLeft--;
      }),
    ),
    countSignal: assign(({ context }) =>
      produce(context, (draft) => {
        draft.signalsLeft--;
      }),
    ),
    countRun: assign(({ context }) =>
      produce(context, (draft) => {
        draft.runs++;
      }),
    ),
    request: sendTo(
      componentRef(({ context }) => context.pool),
      ({ context: { self, stream, cores } }): Request => ({ type: 'REQUEST', kernel: self, stream, cores }),
    ),
    release: sendTo(
      componentRef(({ context }) => context.pool),
      ({ context }): Release => ({ type: 'RELEASE', kernel: context.self }),
    ),
    signalPeers: enqueueActions(({ context, enqueue }) => {
      for (const peer of context.signals) enqueue.sendTo(componentRef(peer), { type: 'SIGNAL' });
    }),
    startSuccessors: enqueueActions(({ context, enqueue }) => {
      for (const successor of context.successors) {
        enqueue.sendTo(componentRef(successor), { type: 'PREDECESSOR_ENDED' });
      }
    }),
  },
}).createMachine({
  id: 'kernel',
  description:
    'An operator of the decode pipeline, or one of its halves, on the cores of one die (docs/paper/facts.md 6).',
  context: ({ input }) => ({
    ...input,
    predecessorsLeft: input.predecessors,
    signalsLeft: input.awaits,
    runs: 0,
  }),
  on: { SIGNAL: { actions: 'countSignal' } },
  initial: 'blocked',
  states: {
    blocked: {
      description: 'Kernels of its die that it must follow have not ended.',
      always: { guard: 'hasNoPredecessorLeft', target: 'ready' },
      on: { PREDECESSOR_ENDED: { actions: 'countPredecessor' } },
    },
    ready: {
      description: 'It may be launched. Which of several ready kernels asks for cores first is open.',
      after: { launch: { target: 'queued', actions: 'request' } },
    },
    queued: {
      description: 'It waits for all of its cores at once.',
      on: { LEASED: [{ guard: 'onlyWaits', target: 'waiting' }, { target: 'running' }] },
    },
    running: {
      description:
        'It computes, or sends, on its cores (docs/paper/facts.md 4.4, steps 1 and 2); then it signals other dies.',
      tags: 'on-cores',
      after: { run: { target: 'waiting', actions: ['countRun', 'signalPeers'] } },
    },
    waiting: {
      description:
        'It polls for the signals of other dies, if it has to (docs/paper/facts.md 4.4, step 3): inside, so that it keeps its cores.',
      tags: 'on-cores',
      always: { guard: 'hasAllSignals', target: 'ended', actions: ['release', 'startSuccessors'] },
    },
    ended: {
      description: 'Its cores are given back, and its result can be read.',
      tags: 'rest',
    },
  },
});
