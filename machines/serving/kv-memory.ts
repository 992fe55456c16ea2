import { produce } from 'immer';
import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import { type Kv, RECORD, type WorkRequest } from './work-request.js';

/** The cores of a prefill node have computed the KV of a request into these pages, block after block. */
export interface Store {
  readonly type: 'STORE';
  readonly room: number;
  readonly pages: readonly number[];
}

/** An adapter reads a cell, and what it holds goes to the memory at the other end. */
export interface Copy {
  readonly type: 'COPY';
  readonly work: WorkRequest;
  readonly target: string;
}

/** What a queue pair has brought is visible in its cell. */
export interface Land {
  readonly type: 'LAND';
  readonly work: WorkRequest;
  readonly kv: Kv;
}

/** Whoever waits for a record takes it out of its cell. */
export interface LookAtRecord {
  readonly type: 'LOOK';
  readonly cell: number;
  readonly reader: string;
}

/** The request whose record is in the cell; -1 where none is. */
export interface RecordSeen {
  readonly type: 'RECORD_SEEN';
  readonly room: number;
}

/** Decode reads the KV of a request. */
export interface ReadKv {
  readonly type: 'READ';
  readonly room: number;
  readonly pages: readonly number[];
  /** The request whose record it has gone by; -1: there is none. */
  readonly record: number;
}

export interface KvMemoryInput {
  /** Pages, and behind them cells for records. */
  readonly cells: number;
}

export interface KvMemoryContext extends KvMemoryInput {
  readonly kv: readonly (Kv | null)[];
  /** How often the node has been started: an address is one of an incarnation. */
  readonly epoch: number;
}

/** Something has landed in a cell. */
export interface Landed {
  readonly type: 'LANDED';
  readonly cell: number;
  readonly work: WorkRequest;
  readonly kv: Kv;
}

/** Somebody has read a cell from outside, by an address of incarnation `work.epoch`; this one is `epoch`. */
export interface Copied {
  readonly type: 'COPIED';
  readonly work: WorkRequest;
  readonly epoch: number;
}

/** The node has been started anew, as this incarnation. */
export interface MemoryRestarted {
  readonly type: 'MEMORY_RESTARTED';
  readonly epoch: number;
}

/** Decode has read: what was in the pages of a request, and the request whose record it has gone by (-1: there is none). */
export interface KvRead {
  readonly type: 'KV_READ';
  readonly room: number;
  readonly pages: readonly number[];
  readonly found: readonly (Kv | null)[];
  readonly record: number;
}

type KvMemoryEvent = Store | Copy | Land | LookAtRecord | ReadKv | { readonly type: 'RESTART' };

/** What a cell that nobody has written since the node was started sends when it is read: some numbers, of which nobody sees whose they are. */
const UNKNOWN: Kv = { room: -1, block: 0 };

const empty = (cells: number): null[] => Array.from({ length: cells }, () => null);

/**
 * The registered memory of a node (docs/paper/facts.md 9): KV pages, and cells for the records that close transfers. Whoever has an address can
 * write there and read, and nobody is asked. What has left an adapter arrives though its node has failed since.
 */
export const kvMemory = setup({
  types: {} as {
    context: KvMemoryContext;
    input: KvMemoryInput;
    events: KvMemoryEvent;
    emitted: Landed | Copied | KvRead | MemoryRestarted;
    tags: 'rest';
  },
  actions: {
    storeComputed: assign(({ context, event }) => {
      assertEvent(event, 'STORE');
      return produce(context, (draft) => {
        event.pages.forEach((page, block) => (draft.kv[page] = { room: event.room, block }));
      });
    }),
    tellCopied: emit(({ context, event }) => {
      assertEvent(event, 'COPY');
      return { type: 'COPIED', work: event.work, epoch: context.epoch } as const;
    }),
    sendOn: sendTo(
      componentRef(({ event }) => {
        assertEvent(event, 'COPY');
        return event.target;
      }),
      ({ context, event }): Land => {
        assertEvent(event, 'COPY');
        return { type: 'LAND', work: event.work, kv: context.kv[event.work.from] ?? UNKNOWN };
      },
    ),
    storeLanded: assign(({ context, event }) => {
      assertEvent(event, 'LAND');
      return { kv: context.kv.with(event.work.to, event.kv) };
    }),
    tellLanded: emit(({ event }) => {
      assertEvent(event, 'LAND');
      const { work, kv } = event;
      return { type: 'LANDED', cell: work.to, work, kv } as const;
    }),
    showRecord: sendTo(
      componentRef(({ event }) => {
        assertEvent(event, 'LOOK');
        return event.reader;
      }),
      ({ context, event }): RecordSeen => {
        assertEvent(event, 'LOOK');
        const kv = context.kv[event.cell]!;
        return { type: 'RECORD_SEEN', room: kv?.block === RECORD ? kv.room : -1 };
      },
    ),
    tellRead: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'READ');
      const { room, pages, record } = event;
      const found = pages.map((page) => context.kv[page]!);
      enqueue.emit({ type: 'KV_READ', room, pages, found, record });
    }),
    startAnew: assign(({ context }) => ({ kv: empty(context.cells), epoch: context.epoch + 1 })),
    tellRestarted: emit(({ context }) => ({ type: 'MEMORY_RESTARTED', epoch: context.epoch }) as const),
  },
}).createMachine({
  id: 'kv-memory',
  context: ({ input }) => ({ ...input, kv: empty(input.cells), epoch: 0 }),
  initial: 'registered',
  states: {
    registered: {
      description:
        'Memory that the other nodes read and write over the RDMA plane, without asking (docs/paper/facts.md 9).',
      tags: 'rest',
      on: {
        STORE: { actions: 'storeComputed' },
        COPY: { actions: ['tellCopied', 'sendOn'] },
        LAND: { actions: ['storeLanded', 'tellLanded'] },
        LOOK: { actions: 'showRecord' },
        READ: { actions: 'tellRead' },
        RESTART: { actions: ['startAnew', 'tellRestarted'] },
      },
    },
  },
});
