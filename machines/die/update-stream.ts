import { assertEvent, assign, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Parameters, RecordEvent, ReplayEnded } from './device-graph.js';

/** The host asks for a graph's parameters to be brought up to date. */
export interface Update {
  readonly type: 'UPDATE';
  readonly iteration: number;
  readonly graph: number;
  /** Replays that must have ended before. */
  readonly after: number;
}

export interface UpdateStreamContext {
  readonly replaysEnded: number;
  readonly iteration: number;
  readonly graph: number;
  readonly after: number;
}

/**
 * A stream of the device beside the one that replays graphs (docs/paper/facts.md 7): it writes the parameters of one graph after the other, and
 * tells the waiting graph by an event. It waits for the replays that the host has launched before, which may still use what it writes.
 *
 * It knows its `device`.
 */
export const updateStream = setup({
  types: {} as {
    context: UpdateStreamContext;
    events: Update | ReplayEnded;
    tags: 'rest';
  },
  guards: {
    hasReplaysBehind: ({ context }) => context.replaysEnded >= context.after,
  },
  delays: { update: 1 },
  actions: {
    noteUpdate: assign(({ event }) => {
      assertEvent(event, 'UPDATE');
      const { iteration, graph, after } = event;
      return { iteration, graph, after };
    }),
    countReplay: assign({ replaysEnded: ({ context }) => context.replaysEnded + 1 }),
    writeParameters: enqueueActions(({ context: { iteration, graph }, enqueue }) => {
      const written: Parameters = { type: 'PARAMETERS', to: graph, parameters: { graph, iteration } };
      enqueue.sendTo(componentRef('device'), written);
    }),
    recordEvent: enqueueActions(({ context: { graph }, enqueue }) => {
      enqueue.sendTo(componentRef('device'), { type: 'RECORD', graph } satisfies RecordEvent);
    }),
  },
}).createMachine({
  id: 'update-stream',
  context: { replaysEnded: 0, iteration: 0, graph: 0, after: 0 },
  on: { REPLAY_ENDED: { actions: 'countReplay' } },
  initial: 'idle',
  states: {
    idle: {
      description: 'Waits for the host to launch an update (docs/paper/facts.md 7).',
      tags: 'rest',
      on: { UPDATE: { target: 'waiting', actions: 'noteUpdate' } },
    },
    waiting: {
      description:
        'Waits for the replays that were launched before: they may still use what it is to write (docs/paper/facts.md 7).',
      always: { guard: 'hasReplaysBehind', target: 'updating' },
    },
    updating: {
      description:
        'Writes the parameters of the graph, then records the event that its replay waits for (docs/paper/facts.md 7).',
      after: { update: { target: 'idle', actions: ['writeParameters', 'recordEvent'] } },
    },
  },
});
