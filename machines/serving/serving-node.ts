import { assign, emit, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

export interface ServingNodeInput {
  /** What stops when the node fails. */
  readonly parts: readonly string[];
  /** Its memory, which loses nothing before the node is started anew. */
  readonly memories: readonly string[];
  /** Its queue pairs, whose other ends notice at once. */
  readonly pairs: readonly string[];
  /** Who is told when it is known that the node has failed, or is back. */
  readonly watchers: readonly string[];
  readonly comesBack: boolean;
}

export interface ServingNodeContext extends ServingNodeInput {
  readonly epoch: number;
}

export interface NodeFailed {
  readonly type: 'NODE_FAILED';
}

/**
 * A node of the prefill or the decode cluster (docs/paper/facts.md 3), which may fail as a whole. Its queue pairs notice at once; everybody else is told later. It may
 * come back, at its old address, as another incarnation that knows nothing of the first.
 */
export const servingNode = setup({
  types: {} as {
    context: ServingNodeContext;
    input: ServingNodeInput;
    events: { readonly type: 'FAIL' };
    emitted: NodeFailed;
    tags: 'rest';
  },
  guards: {
    comesBack: ({ context }) => context.comesBack,
    isUnwatched: ({ context }) => context.watchers.length === 0,
  },
  delays: {
    /** Until probes have gone unanswered. */
    detect: 1,
    restart: 1,
  },
  actions: {
    tellFailed: emit({ type: 'NODE_FAILED' }),
    haltParts: enqueueActions(({ context, enqueue }) => {
      for (const part of context.parts) enqueue.sendTo(componentRef(part), { type: 'HALT' });
      for (const pair of context.pairs) enqueue.sendTo(componentRef(pair), { type: 'PEER_LOST' });
    }),
    tellLost: enqueueActions(({ context, enqueue }) => {
      for (const watcher of context.watchers) enqueue.sendTo(componentRef(watcher), { type: 'NODE_LOST' });
    }),
    countStart: assign({ epoch: ({ context }) => context.epoch + 1 }),
    startParts: enqueueActions(({ context, enqueue }) => {
      const { epoch, parts, memories, pairs, watchers } = context;
      for (const part of [...memories, ...parts]) enqueue.sendTo(componentRef(part), { type: 'RESTART' });
      for (const pair of pairs) enqueue.sendTo(componentRef(pair), { type: 'PEER_BACK', epoch });
      for (const watcher of watchers) enqueue.sendTo(componentRef(watcher), { type: 'NODE_BACK', epoch });
    }),
  },
}).createMachine({
  id: 'serving-node',
  context: ({ input }) => ({ ...input, epoch: 0 }),
  initial: 'up',
  states: {
    up: {
      description: 'Everything on it works (docs/paper/facts.md 3).',
      tags: 'rest',
      on: { FAIL: { target: 'failed', actions: ['tellFailed', 'haltParts'] } },
    },
    failed: {
      description: 'Everything on it has stopped, and nobody knows yet but the queue pairs.',
      always: { guard: 'isUnwatched', target: 'known' },
      after: { detect: { target: 'known', actions: 'tellLost' } },
    },
    known: {
      description: 'It is known to have failed.',
      tags: 'rest',
      always: { guard: 'comesBack', target: 'starting' },
    },
    starting: {
      description: 'It is started anew, as another incarnation at the same address.',
      after: { restart: { target: 'back', actions: ['countStart', 'startParts'] } },
    },
    back: {
      description: 'It works again, and knows nothing of what was.',
      tags: 'rest',
    },
  },
});
