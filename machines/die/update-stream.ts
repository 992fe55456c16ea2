import { produce } from 'immer';
import { assign, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { RecordEvent } from './device-graph.js';

/** The host asks for a graph's parameters to be brought up to date. */
export interface Update {
  readonly type: 'UPDATE';
  readonly iteration: number;
  readonly graph: number;
  /** Replays that must have ended before. */
  readonly after: number;
}

export interface ReplayEnded {
  readonly type: 'REPLAY_ENDED';
}

interface UpdateStreamInput {
  readonly device: string;
}

interface UpdateStreamContext extends UpdateStreamInput {
  readonly replaysEnded: number;
  readonly graph: number;
  readonly after: number;
}

/**
 * A stream of the device beside the one that replays graphs: it writes the parameters of one graph after the other, and tells the
 * waiting graph by an event. It waits for replays only where the host has told it to.
 */
export const updateStream = setup({
  types: {} as {
    context: UpdateStreamContext;
    input: UpdateStreamInput;
    events: Update | ReplayEnded;
  },
  guards: {
    hasReplaysBehind: ({ context }) => context.replaysEnded >= context.after,
  },
  delays: { update: 1 },
  actions: {
    noteUpdate: assign(({ context, event }) => {
      const { graph, after } = event as Update;
      return produce(context, (draft) => {
        Object.assign(draft, { graph, after });
      });
    }),
    countReplay: assign(({ context }) =>
      produce(context, (draft) => {
        draft.replaysEnded++;
      }),
    ),
    recordEvent: sendTo(
      componentRef(({ context }) => context.device),
      ({ context }): RecordEvent => ({ type: 'RECORD', graph: context.graph }),
    ),
  },
}).createMachine({
  id: 'update-stream',
  context: ({ input }) => ({ ...input, replaysEnded: 0, graph: 0, after: 0 }),
  on: { REPLAY_ENDED: { actions: 'countReplay' } },
  initial: 'idle',
  states: {
    idle: {
      tags: 'rest',
      on: { UPDATE: { target: 'waiting', actions: 'noteUpdate' } },
    },
    waiting: {
      always: { guard: 'hasReplaysBehind', target: 'updating' },
    },
    updating: {
      after: { update: { target: 'idle', actions: 'recordEvent' } },
    },
  },
});
