import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type {
  Abort,
  AbortSeen,
  Ending,
  GiveUp,
  NodeNews,
  PushOrder,
  Status,
  TransferEnded,
} from './handover.js';
import type { LookAtRecord, ReadKv, RecordSeen } from './kv-memory.js';
import {
  type Granted,
  type PageOwner,
  type Release,
  type Reserve,
  type Share,
  requestOwner,
} from './page-pool.js';
import type { Close, Retired } from './queue-pair.js';

export interface PushReceiverInput {
  readonly self: string;
  /** The number of the request. */
  readonly room: number;
  /** Pages of its KV. */
  readonly blocks: number;
  /** The cell of memory that the first record slot is; those of pages come before. */
  readonly firstRecord: number;
  /** The queue pairs over which its prefill node writes. */
  readonly pairs: readonly string[];
  /** It waits for ever: what tells of the end is never lost. */
  readonly isPatient: boolean;
}

export interface PushReceiverContext extends PushReceiverInput {
  readonly pages: readonly number[];
  /** Its record slot; -1 without. */
  readonly slot: number;
  /** The request whose record it has taken; -1 before. */
  readonly recordOf: number;
  /** Queue pairs that have not been retired yet. */
  readonly open: number;
  readonly ending: Ending;
}

type PushReceiverEvent =
  Granted | Status | AbortSeen | RecordSeen | Retired | NodeNews | GiveUp | { readonly type: 'HALT' };

const transferOf = (room: number): PageOwner => `transfer.${room}`;
const cellOf = ({ firstRecord, slot }: PushReceiverContext): number => firstRecord + slot;

const ends = (ending: Ending) => ({ type: 'note', params: { ending } }) as const;

/**
 * The decode side of a transfer that prefill writes (docs/paper/facts.md 9): it reserves pages and a record slot, tells prefill where they are, and waits to be told that
 * everything is written. Then it looks whether the record is that of its own request.
 *
 * Who gives up lets its pages go as a request at once; as a transfer they stay owned until prefill has said that it writes no more, or, where
 * prefill is dead, until the queue pairs are retired.
 *
 * It knows the `pool` of its node, the pool of record slots (`records`), the `memory`, and the `sender` of its prefill node.
 */
export const pushReceiver = setup({
  types: {} as {
    context: PushReceiverContext;
    input: PushReceiverInput;
    events: PushReceiverEvent;
    emitted: TransferEnded;
    tags: 'rest';
  },
  guards: {
    isWritten: ({ event }) => {
      assertEvent(event, 'STATUS');
      return event.isDone;
    },
    isUnwritten: ({ event }) => {
      assertEvent(event, 'RECORD_SEEN');
      return event.room < 0;
    },
    isOwnRecord: ({ context, event }) => {
      assertEvent(event, 'RECORD_SEEN');
      return event.room === context.room;
    },
    isPatient: ({ context }) => context.isPatient,
    isLastPair: ({ context }) => context.open === 1,
  },
  delays: {
    /** From the first token of a request to its last. */
    decode: 1,
    /** Until the scheduler comes by again. */
    poll: 1,
    /** How long it waits to be told. */
    patience: 1,
  },
  actions: {
    reservePages: sendTo(componentRef('pool'), ({ context: { room, blocks, self } }): Reserve => ({
      type: 'RESERVE',
      owner: requestOwner(room),
      count: blocks,
      reader: self,
    })),
    reserveSlot: sendTo(componentRef('records'), ({ context: { room, self } }): Reserve => ({
      type: 'RESERVE',
      owner: requestOwner(room),
      count: 1,
      reader: self,
    })),
    cancelPages: sendTo(componentRef('pool'), ({ context: { room } }) => ({
      type: 'CANCEL',
      owner: requestOwner(room),
    })),
    cancelSlot: sendTo(componentRef('records'), ({ context: { room } }) => ({
      type: 'CANCEL',
      owner: requestOwner(room),
    })),
    notePages: assign(({ event }) => {
      assertEvent(event, 'GRANTED');
      return { pages: event.pages };
    }),
    noteSlot: assign(({ event }) => {
      assertEvent(event, 'GRANTED');
      return { slot: event.pages[0]! };
    }),
    shareWithTransfer: sendTo(componentRef('pool'), ({ context: { room, pages } }): Share => ({
      type: 'SHARE',
      owner: transferOf(room),
      pages,
    })),
    order: sendTo(componentRef('sender'), ({ context }): PushOrder => ({
      type: 'PUSH_ORDER',
      pages: context.pages,
      record: cellOf(context),
    })),
    look: sendTo(componentRef('memory'), ({ context }): LookAtRecord => ({
      type: 'LOOK',
      cell: cellOf(context),
      reader: context.self,
    })),
    read: sendTo(componentRef('memory'), ({ context }): ReadKv => ({
      type: 'READ',
      room: context.room,
      pages: context.pages,
      record: context.recordOf,
    })),
    noteRecord: assign(({ event }) => {
      assertEvent(event, 'RECORD_SEEN');
      return { recordOf: event.room };
    }),
    releaseAsRequest: sendTo(componentRef('pool'), ({ context: { room, pages } }): Release => ({
      type: 'RELEASE',
      owner: requestOwner(room),
      pages,
    })),
    releaseAsTransfer: sendTo(componentRef('pool'), ({ context: { room, pages } }): Release => ({
      type: 'RELEASE',
      owner: transferOf(room),
      pages,
    })),
    releaseSlot: enqueueActions(({ context: { room, slot }, enqueue }) => {
      enqueue.sendTo(componentRef('records'), {
        type: 'RELEASE',
        owner: requestOwner(room),
        pages: [slot],
      } satisfies Release);
      enqueue.assign({ slot: -1 });
    }),
    forgetPages: assign({ pages: [] }),
    tellAbort: sendTo(componentRef('sender'), { type: 'ABORT' } satisfies Abort),
    closePairs: enqueueActions(({ context: { pairs, self }, enqueue }) => {
      enqueue.assign({ open: pairs.length });
      for (const pair of pairs) {
        enqueue.sendTo(componentRef(pair), { type: 'CLOSE', closer: self } satisfies Close);
      }
    }),
    countRetired: assign({ open: ({ context }) => context.open - 1 }),
    note: assign((_, { ending }: { readonly ending: Ending }) => ({ ending })),
    tellEnded: emit(({ context: { room, ending } }) => ({ type: 'TRANSFER_ENDED', room, ending }) as const),
  },
}).createMachine({
  id: 'push-receiver',
  context: ({ input }) => ({ ...input, pages: [], slot: -1, recordOf: -1, open: 0, ending: 'undecided' }),
  on: { HALT: '.halted' },
  initial: 'reservingPages',
  states: {
    reservingPages: {
      description: 'Reserves the KV buffer; where there is no room it waits (docs/paper/facts.md 9, step i).',
      entry: 'reservePages',
      on: {
        GRANTED: { target: 'reservingSlot', actions: 'notePages' },
        GIVE_UP: { target: 'ended', actions: ['cancelPages', ends('aborted')] },
        NODE_LOST: { target: 'ended', actions: ['cancelPages', ends('prefill lost')] },
      },
    },
    reservingSlot: {
      description: 'Reserves a slot for the record that closes the transfer (docs/paper/facts.md 9, step i).',
      entry: 'reserveSlot',
      on: {
        GRANTED: [
          {
            guard: 'isPatient',
            target: 'waiting.endlessly',
            actions: ['noteSlot', 'shareWithTransfer', 'order'],
          },
          { target: 'waiting.limited', actions: ['noteSlot', 'shareWithTransfer', 'order'] },
        ],
        GIVE_UP: {
          target: 'ended',
          actions: ['cancelSlot', 'releaseAsRequest', 'forgetPages', ends('aborted')],
        },
        NODE_LOST: {
          target: 'ended',
          actions: ['cancelSlot', 'releaseAsRequest', 'forgetPages', ends('prefill lost')],
        },
      },
    },
    waiting: {
      description: 'Prefill computes, and writes into the pages (docs/paper/facts.md 9, steps ii and iii).',
      on: {
        STATUS: [
          { guard: 'isWritten', target: 'looking' },
          {
            target: 'ended',
            actions: ['releaseAsRequest', 'releaseAsTransfer', 'releaseSlot', 'forgetPages', ends('failed')],
          },
        ],
        GIVE_UP: {
          target: 'draining',
          actions: ['releaseAsRequest', 'releaseSlot', 'tellAbort', ends('aborted')],
        },
        NODE_LOST: {
          target: 'closing',
          actions: ['releaseAsRequest', 'releaseSlot', 'closePairs', ends('prefill lost')],
        },
      },
      initial: 'endlessly',
      states: {
        endlessly: { description: 'It is told in every case.' },
        limited: {
          description: 'What tells of the end may be lost, so that it gives up in the end.',
          after: {
            patience: {
              target: '#push-receiver.draining',
              actions: ['releaseAsRequest', 'releaseSlot', 'tellAbort', ends('timed out')],
            },
          },
        },
      },
    },
    looking: {
      description:
        'Looks whether the record is its own: the slot may have been given to it while another writes there.',
      after: { poll: { actions: 'look' } },
      on: {
        GIVE_UP: {
          target: 'ended',
          actions: ['releaseAsRequest', 'releaseAsTransfer', 'releaseSlot', 'forgetPages', ends('aborted')],
        },
        NODE_LOST: {},
        RECORD_SEEN: [
          { guard: 'isUnwritten', target: 'looking', reenter: true },
          { guard: 'isOwnRecord', target: 'decoding', actions: ['noteRecord', 'releaseAsTransfer'] },
          {
            target: 'ended',
            actions: [
              'releaseAsRequest',
              'releaseAsTransfer',
              'releaseSlot',
              'forgetPages',
              ends('foreign record'),
            ],
          },
        ],
      },
    },
    decoding: {
      description: 'Decodes from its own KV, token after token (docs/paper/facts.md 3).',
      after: {
        decode: {
          target: 'ended',
          actions: ['read', 'releaseAsRequest', 'releaseSlot', 'forgetPages', ends('done')],
        },
      },
      on: {
        GIVE_UP: {
          target: 'ended',
          actions: ['releaseAsRequest', 'releaseSlot', 'forgetPages', ends('aborted')],
        },
        NODE_LOST: {},
      },
    },
    draining: {
      description:
        'Given up; prefill may still write. The pages stay owned by the transfer until prefill has seen the abort (docs/paper/facts.md 9).',
      on: {
        ABORT_SEEN: { target: 'ended', actions: ['releaseAsTransfer', 'forgetPages'] },
        STATUS: {},
        NODE_LOST: { target: 'closing', actions: 'closePairs' },
      },
    },
    closing: {
      description:
        'Prefill is dead, and cannot say whether it writes: nothing arrives any more when its queue pairs are retired (docs/paper/facts.md 9).',
      on: {
        RETIRED: [
          {
            guard: 'isLastPair',
            target: 'ended',
            actions: ['countRetired', 'releaseAsTransfer', 'forgetPages'],
          },
          { actions: 'countRetired' },
        ],
        STATUS: {},
        ABORT_SEEN: {},
      },
    },
    ended: {
      description: 'Ended, with a reason.',
      tags: 'rest',
      entry: 'tellEnded',
      // What crosses the end is late, and frees nothing once more.
      on: { STATUS: {}, ABORT_SEEN: {}, NODE_LOST: {} },
    },
    halted: {
      description: 'Its node has failed (docs/paper/facts.md 3).',
      tags: 'rest',
      on: { '*': {} },
    },
  },
});
