import { produce } from 'immer';
import { assertEvent, assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Copy, Land } from './kv-memory.js';
import { type Completed, type Post, RECORD, type WorkRequest } from './work-request.js';

/** The other end has failed, or is closed. */
interface PeerLost {
  readonly type: 'PEER_LOST';
}

/** The other end has been started anew. */
interface PeerBack {
  readonly type: 'PEER_BACK';
  readonly epoch: number;
}

/** Somebody must know that nothing can arrive through this queue pair any more: he is told `RETIRED`. */
export interface Close {
  readonly type: 'CLOSE';
  readonly closer: string;
}

/** The answer to `CLOSE`. */
export interface Retired {
  readonly type: 'RETIRED';
}

export interface QueuePairInput {
  /** The memories at both ends. */
  readonly source: string;
  readonly target: string;
  /** How often it may still fail by itself. */
  readonly failures: number;
}

/** A work request that has been posted and not completed. */
interface Posted {
  readonly work: WorkRequest;
  /** It has landed, and its completion will be an error all the same. */
  readonly isLanded: boolean;
}

export interface QueuePairContext extends QueuePairInput {
  /** In the order in which they were posted. */
  readonly posted: readonly Posted[];
  /** The incarnation that it is connected to, and the newest one that it knows of. */
  readonly epoch: number;
  readonly newest: number;
  readonly closers: readonly string[];
}

type QueuePairEvent = Post | PeerLost | PeerBack | Close | { readonly type: 'FAIL' };

const firstUnlanded = ({ posted }: QueuePairContext): number => posted.findIndex(({ isLanded }) => !isLanded);

/** What brings a work request to its cell: a record is sent inline, a block is read at the source first. */
function moving({ source, target }: QueuePairInput, work: WorkRequest): { to: string; event: Copy | Land } {
  return work.block === RECORD
    ? { to: target, event: { type: 'LAND', work, kv: { room: work.transfer, block: RECORD } } }
    : { to: source, event: { type: 'COPY', work, target } };
}

/**
 * A queue pair of the RDMA plane between a prefill node and a decode node (docs/paper/facts.md 2 and 9). What is posted lands in the order in which it
 * was posted, and has no order with other pairs. Nothing takes back what is posted: a pair that has failed may still let it land until it is
 * retired, and its completion is an error then. A pair that was connected once is not used again.
 *
 * It knows the `engine` whose completion queue it serves.
 */
export const queuePair = setup({
  types: {} as {
    context: QueuePairContext;
    input: QueuePairInput;
    events: QueuePairEvent;
    tags: 'rest';
  },
  guards: {
    isOfThisEpoch: ({ context, event }) => {
      assertEvent(event, 'POST');
      return event.work.epoch === context.epoch;
    },
    hasPosted: ({ context }) => context.posted.length > 0,
    hasUnlanded: ({ context }) => firstUnlanded(context) >= 0,
    mayFail: ({ context }) => context.failures > 0,
    isOutdated: ({ context }) => context.newest > context.epoch,
  },
  delays: {
    /** The handshake. */
    connect: 1,
    /** One work request, from its turn until it is visible. */
    move: 1,
    /** Until both ends have given a failed pair up. */
    flush: 1,
  },
  actions: {
    post: assign(({ context, event }) => {
      assertEvent(event, 'POST');
      return { posted: [...context.posted, { work: event.work, isLanded: false }] };
    }),
    refuse: sendTo(componentRef('engine'), ({ event }): Completed => {
      assertEvent(event, 'POST');
      return { type: 'COMPLETED', work: event.work, isDone: false };
    }),
    land: enqueueActions(({ context, enqueue }) => {
      const { work } = context.posted[0]!;
      const { to, event } = moving(context, work);
      enqueue.sendTo(componentRef(to), event);
      enqueue.sendTo(componentRef('engine'), { type: 'COMPLETED', work, isDone: true } satisfies Completed);
      enqueue.assign({ posted: context.posted.slice(1) });
    }),
    landLate: enqueueActions(({ context, enqueue }) => {
      const at = firstUnlanded(context);
      const { to, event } = moving(context, context.posted[at]!.work);
      enqueue.sendTo(componentRef(to), event);
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.posted[at]!.isLanded = true;
        }),
      );
    }),
    countFailure: assign({ failures: ({ context }) => context.failures - 1 }),
    noteNewest: assign(({ event }) => {
      assertEvent(event, 'PEER_BACK');
      return { newest: event.epoch };
    }),
    noteCloser: assign(({ context, event }) => {
      assertEvent(event, 'CLOSE');
      return { closers: [...context.closers, event.closer].sort() };
    }),
    tellCloser: sendTo(
      componentRef(({ event }) => {
        assertEvent(event, 'CLOSE');
        return event.closer;
      }),
      { type: 'RETIRED' } satisfies Retired,
    ),
    flushAll: enqueueActions(({ context, enqueue }) => {
      for (const { work } of context.posted) {
        enqueue.sendTo(componentRef('engine'), {
          type: 'COMPLETED',
          work,
          isDone: false,
        } satisfies Completed);
      }
      for (const closer of context.closers) {
        enqueue.sendTo(componentRef(closer), { type: 'RETIRED' } satisfies Retired);
      }
      enqueue.assign({ posted: [], closers: [] });
    }),
    connectAnew: assign(({ context }) => ({ epoch: context.newest })),
  },
}).createMachine({
  id: 'queue-pair',
  context: ({ input }) => ({ ...input, posted: [], epoch: 0, newest: 0, closers: [] }),
  on: {
    PEER_BACK: { actions: 'noteNewest' },
    POST: [{ guard: 'isOfThisEpoch', actions: 'post' }, { actions: 'refuse' }],
  },
  initial: 'reset',
  states: {
    reset: {
      description: 'Not connected: that is done at the first use (docs/paper/facts.md 9).',
      tags: 'rest',
      always: { guard: 'hasPosted', target: 'connecting' },
      on: { PEER_LOST: 'retired' },
    },
    connecting: {
      description: 'The handshake; what is posted meanwhile waits (docs/paper/facts.md 9).',
      after: { connect: 'ready' },
      on: { PEER_LOST: 'error' },
    },
    ready: {
      description: 'What is posted lands in its order (docs/paper/facts.md 9).',
      on: { PEER_LOST: 'error', FAIL: { guard: 'mayFail', target: 'error', actions: 'countFailure' } },
      initial: 'idle',
      states: {
        idle: {
          description: 'Nothing is posted.',
          tags: 'rest',
          always: { guard: 'hasPosted', target: 'moving' },
        },
        moving: {
          description: 'The oldest work request is on its way.',
          after: { move: { target: 'idle', actions: 'land' } },
        },
      },
    },
    error: {
      description:
        'It has failed. What was posted may still land, whatever is told of it, until both ends have given the pair up (docs/paper/facts.md 2).',
      on: {
        POST: { actions: 'refuse' },
        CLOSE: { actions: 'noteCloser' },
        PEER_LOST: {},
        // The new incarnation knows nothing of this pair, and answers it no more.
        PEER_BACK: { target: 'retired', actions: ['noteNewest', 'flushAll'] },
      },
      after: { flush: { target: 'retired', actions: 'flushAll' } },
      initial: 'still',
      states: {
        still: {
          description: 'Nothing is on its way any more.',
          always: { guard: 'hasUnlanded', target: 'straying' },
        },
        straying: {
          description: 'Something is on its way, and nothing holds it up.',
          after: { move: { target: 'still', actions: 'landLate' } },
        },
      },
    },
    retired: {
      description:
        'Nothing can arrive any more. The other end starts anew with another pair, of a new incarnation.',
      tags: 'rest',
      always: { guard: 'isOutdated', target: 'reset', actions: 'connectAnew' },
      on: { POST: { actions: 'refuse' }, CLOSE: { actions: 'tellCloser' }, PEER_LOST: {} },
    },
  },
});
