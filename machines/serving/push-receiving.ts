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

/** What the decode side of a transfer knows that prefill writes, and what it asks of others for it: pages, a record slot, and that nothing more is written. */
export const pushReceiving = setup({
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
});
