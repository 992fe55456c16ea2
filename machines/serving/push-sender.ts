import { assertEvent, assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Abort, AbortSeen, GiveUp, PushOrder, Status } from './handover.js';
import type { Store } from './kv-memory.js';
import { type Granted, type Release, type Reserve, type Share, requestOwner } from './page-pool.js';
import { type Call, type Quiet, RECORD, type Returned, type Stop } from './work-request.js';

export interface PushSenderInput {
  readonly self: string;
  /** The number of the request. */
  readonly room: number;
  /** The prefix cache keeps its pages, as long as nobody else wants them. */
  readonly keepsPrefix: boolean;
  /** The decode node to which it writes. */
  readonly peer: string;
}

export interface PushSenderContext extends PushSenderInput {
  /** Where its KV is to be written: pages, and the cell of the record. */
  readonly to: readonly number[];
  readonly record: number;
  /** Where it lies. */
  readonly pages: readonly number[];
}

type PushSenderEvent =
  | PushOrder
  | Abort
  | Granted
  | Returned
  | Quiet
  | GiveUp
  | { readonly type: 'HALT' }
  | { readonly type: 'RESTART' };

const tells = (isDone: boolean) => ({ type: 'tellStatus', params: { isDone } }) as const;

/**
 * The prefill side of a transfer that prefill writes (docs/paper/facts.md 9): it computes, has its KV and the record written, and tells decode when that is
 * done. Its own pages, and those of decode, are free to be used by others only when nothing that it has posted is under way: that is what it
 * waits for before it answers an abort, or tells that it has failed.
 *
 * It knows the `pool`, the `memory` and the `engine` of its node, and the `receiver`.
 */
export const pushSender = setup({
  types: {} as {
    context: PushSenderContext;
    input: PushSenderInput;
    events: PushSenderEvent;
    tags: 'rest';
  },
  guards: {
    isDone: ({ event }) => {
      assertEvent(event, 'RETURNED');
      return event.outcome === 'done';
    },
  },
  delays: {
    /** Prefill of the prompt. */
    compute: 1,
  },
  actions: {
    noteOrder: assign(({ event }) => {
      assertEvent(event, 'PUSH_ORDER');
      return { to: event.pages, record: event.record };
    }),
    reserve: sendTo(componentRef('pool'), ({ context: { room, to, self } }): Reserve => ({
      type: 'RESERVE',
      owner: requestOwner(room),
      count: to.length,
      reader: self,
    })),
    cancel: sendTo(componentRef('pool'), ({ context: { room } }) => ({
      type: 'CANCEL',
      owner: requestOwner(room),
    })),
    notePages: assign(({ event }) => {
      assertEvent(event, 'GRANTED');
      return { pages: event.pages };
    }),
    store: sendTo(componentRef('memory'), ({ context: { room, pages } }): Store => ({
      type: 'STORE',
      room,
      pages,
    })),
    call: sendTo(componentRef('engine'), ({ context: { self, room, peer, pages, to, record } }): Call => ({
      type: 'CALL',
      transfer: room,
      owner: self,
      peer,
      work: [
        ...pages.map((from, block) => ({ transfer: room, block, from, to: to[block]!, epoch: 0 })),
        { transfer: room, block: RECORD, from: -1, to: record, epoch: 0 },
      ],
    })),
    stop: sendTo(componentRef('engine'), ({ context: { self, room } }): Stop => ({
      type: 'STOP',
      transfer: room,
      owner: self,
    })),
    tellStatus: sendTo(componentRef('receiver'), (_, { isDone }: { readonly isDone: boolean }): Status => ({
      type: 'STATUS',
      isDone,
    })),
    answerAbort: sendTo(componentRef('receiver'), { type: 'ABORT_SEEN' } satisfies AbortSeen),
    keepPrefix: enqueueActions(({ context: { pages, keepsPrefix }, enqueue }) => {
      if (!keepsPrefix) return;
      enqueue.sendTo(componentRef('pool'), { type: 'SHARE', owner: 'cache', pages } satisfies Share);
    }),
    release: enqueueActions(({ context: { room, pages }, enqueue }) => {
      enqueue.sendTo(componentRef('pool'), {
        type: 'RELEASE',
        owner: requestOwner(room),
        pages,
      } satisfies Release);
      enqueue.assign({ pages: [] });
    }),
  },
}).createMachine({
  id: 'push-sender',
  context: ({ input }) => ({ ...input, to: [], record: 0, pages: [] }),
  on: { HALT: '.lost' },
  initial: 'idle',
  states: {
    idle: {
      description: 'Nobody has asked for this prefill yet.',
      tags: 'rest',
      on: { PUSH_ORDER: { target: 'reserving', actions: 'noteOrder' } },
    },
    reserving: {
      description: 'Waits for pages of its own node.',
      entry: 'reserve',
      on: {
        GRANTED: { target: 'computing', actions: 'notePages' },
        ABORT: { target: 'ended', actions: ['cancel', 'answerAbort'] },
        GIVE_UP: { target: 'ended', actions: ['cancel', tells(false)] },
      },
    },
    computing: {
      description: 'Prefill (docs/paper/facts.md 8).',
      after: { compute: { target: 'transferring', actions: ['store', 'call'] } },
      on: {
        ABORT: { target: 'ended', actions: ['release', 'answerAbort'] },
        GIVE_UP: { target: 'ended', actions: ['release', tells(false)] },
      },
    },
    transferring: {
      description: 'Its KV is written into the pages of decode (docs/paper/facts.md 9, step iii).',
      on: {
        RETURNED: [
          { guard: 'isDone', target: 'ended', actions: ['keepPrefix', 'release', tells(true)] },
          { target: 'failing' },
        ],
        ABORT: { target: 'aborting', actions: 'stop' },
        GIVE_UP: { target: 'failing', actions: 'stop' },
      },
    },
    failing: {
      description:
        'The transfer has failed; what was posted may still be written, and decode is told when that is over.',
      on: {
        QUIET: { target: 'ended', actions: ['keepPrefix', 'release', tells(false)] },
        ABORT: 'aborting',
      },
    },
    aborting: {
      description:
        'Decode has given up; it is answered when nothing is written any more (docs/paper/facts.md 9).',
      on: { QUIET: { target: 'ended', actions: ['keepPrefix', 'release', 'answerAbort'] } },
    },
    ended: {
      description: 'Everything is told; an abort that has crossed that is answered.',
      tags: 'rest',
      on: { ABORT: { actions: 'answerAbort' } },
    },
    lost: {
      description: 'Its node has failed (docs/paper/facts.md 3).',
      tags: 'rest',
      on: { '*': {} },
    },
  },
});
