import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type {
  Ending,
  Fetched,
  GiveUp,
  NodeNews,
  Prefilled,
  PrefillGivenUp,
  PullOrder,
  TransferEnded,
} from './handover.js';
import type { Renew, RenewalComing, RenewalDue } from './kv-lease.js';
import type { ReadKv } from './kv-memory.js';
import { type Granted, type Release, type Reserve, requestOwner } from './page-pool.js';
import type { Call, Quiet, Returned, Stop } from './work-request.js';

export interface PullReaderInput {
  readonly self: string;
  /** The number of the request. */
  readonly room: number;
  /** Pages of its KV. */
  readonly blocks: number;
  /** Its prefill node. */
  readonly peer: string;
  /** It reserves pages before it asks for the prefill; else when that is done. */
  readonly reservesFirst: boolean;
  /** A prefill node that has failed comes back, and the request is computed anew. */
  readonly comesBack: boolean;
}

export interface PullReaderContext extends PullReaderInput {
  readonly pages: readonly number[];
  /** Where its KV lies at the prefill node; null until that is known. */
  readonly from: readonly number[] | null;
  /** The incarnation of the prefill node that it has asked. */
  readonly epoch: number;
  readonly ending: Ending;
}

/** It begins to read at addresses that an incarnation of its prefill node has told. */
export interface ReadBegun {
  readonly type: 'READ_BEGUN';
  readonly room: number;
  readonly epoch: number;
}

type PullReaderEvent =
  | Granted
  | Prefilled
  | PrefillGivenUp
  | Returned
  | Quiet
  | RenewalDue
  | NodeNews
  | GiveUp
  | { readonly type: 'HALT' };

const ends = (ending: Ending) => ({ type: 'note', params: { ending } }) as const;

/**
 * The decode side of a transfer that decode reads (docs/paper/facts.md 9). In the paper it reserves its pages, has the request routed to a prefill node, and starts the RDMA
 * transfer when prefill is done; other systems reserve only then. Whoever gives up while it reads keeps its pages until its own reads have
 * ended, and tells prefill so in every case.
 *
 * It knows the `pool`, the `memory` and the `engine` of its node, the `holder` of its prefill node, and the `lease` on what that holds.
 */
export const pullReader = setup({
  types: {} as {
    context: PullReaderContext;
    input: PullReaderInput;
    events: PullReaderEvent;
    emitted: TransferEnded | ReadBegun;
    tags: 'rest';
  },
  guards: {
    reservesFirst: ({ context }) => context.reservesFirst,
    isPrefilled: ({ context }) => context.from !== null,
    comesBack: ({ context }) => context.comesBack,
    isOfAnotherEpoch: ({ context, event }) => {
      assertEvent(event, ['PREFILLED', 'PREFILL_GIVEN_UP']);
      return event.epoch !== context.epoch;
    },
    isDone: ({ event }) => {
      assertEvent(event, 'RETURNED');
      return event.outcome === 'done';
    },
  },
  delays: {
    /** From the first token of a request to its last. */
    decode: 1,
  },
  actions: {
    reserve: sendTo(componentRef('pool'), ({ context: { room, blocks, self } }): Reserve => ({
      type: 'RESERVE',
      owner: requestOwner(room),
      count: blocks,
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
    order: sendTo(componentRef('holder'), ({ context: { blocks, epoch } }): PullOrder => ({
      type: 'PULL_ORDER',
      blocks,
      epoch,
    })),
    notePrefilled: assign(({ event }) => {
      assertEvent(event, 'PREFILLED');
      return { from: event.pages, epoch: event.epoch };
    }),
    call: sendTo(componentRef('engine'), ({ context: { self, room, peer, pages, from, epoch } }): Call => ({
      type: 'CALL',
      transfer: room,
      owner: self,
      peer,
      work: pages.map((to, block) => ({ transfer: room, block, from: from![block]!, to, epoch })),
    })),
    tellBegun: emit(({ context: { room, epoch } }) => ({ type: 'READ_BEGUN', room, epoch }) as const),
    stop: sendTo(componentRef('engine'), ({ context: { self, room } }): Stop => ({
      type: 'STOP',
      transfer: room,
      owner: self,
    })),
    read: sendTo(componentRef('memory'), ({ context: { room, pages } }): ReadKv => ({
      type: 'READ',
      room,
      pages,
      record: -1,
    })),
    release: enqueueActions(({ context: { room, pages }, enqueue }) => {
      enqueue.sendTo(componentRef('pool'), {
        type: 'RELEASE',
        owner: requestOwner(room),
        pages,
      } satisfies Release);
      enqueue.assign({ pages: [] });
    }),
    tellFetched: sendTo(componentRef('holder'), ({ context: { epoch } }): Fetched => ({
      type: 'FETCHED',
      epoch,
    })),
    forgetPrefill: assign({ from: null }),
    promiseRenewal: sendTo(componentRef('lease'), { type: 'COMING' } satisfies RenewalComing),
    renew: sendTo(componentRef('lease'), { type: 'RENEW' } satisfies Renew),
    noteEpoch: assign(({ event }) => {
      assertEvent(event, 'NODE_BACK');
      return { epoch: event.epoch };
    }),
    note: assign((_, { ending }: { readonly ending: Ending }) => ({ ending })),
    tellEnded: emit(({ context: { room, ending } }) => ({ type: 'TRANSFER_ENDED', room, ending }) as const),
  },
}).createMachine({
  id: 'pull-reader',
  context: ({ input }) => ({ ...input, pages: [], from: null, epoch: 0, ending: 'undecided' }),
  on: {
    HALT: '.halted',
    DUE: {},
    NODE_LOST: {},
    NODE_BACK: {},
    // What comes too late, and what comes from an earlier incarnation.
    PREFILLED: {},
    PREFILL_GIVEN_UP: {},
  },
  initial: 'wanting',
  states: {
    wanting: {
      description:
        'It needs what prefill has computed, or will, and says so whenever it is asked (docs/paper/facts.md 9).',
      on: { DUE: { actions: ['promiseRenewal', 'renew'] } },
      initial: 'arriving',
      states: {
        arriving: {
          description:
            'A request has come: the paper reserves first, others when prefill is done (docs/paper/facts.md 9).',
          always: [
            { guard: 'reservesFirst', target: 'reserving' },
            { target: 'waiting', actions: 'order' },
          ],
        },
        reserving: {
          description:
            'Reserves the KV buffer; where there is no room it waits (docs/paper/facts.md 9, step i).',
          entry: 'reserve',
          on: {
            GRANTED: [
              { guard: 'isPrefilled', target: 'reading', actions: 'notePages' },
              { target: 'waiting', actions: ['notePages', 'order'] },
            ],
            GIVE_UP: { target: '#pull-reader.ended', actions: ['cancel', 'tellFetched', ends('aborted')] },
            NODE_LOST: [
              { guard: 'comesBack', target: '#pull-reader.recovering', actions: 'cancel' },
              { target: '#pull-reader.ended', actions: ['cancel', ends('prefill lost')] },
            ],
          },
        },
        waiting: {
          description: 'Waits for prefill (docs/paper/facts.md 9, step ii).',
          on: {
            PREFILLED: [
              { guard: 'isOfAnotherEpoch' },
              { guard: 'reservesFirst', target: 'reading', actions: 'notePrefilled' },
              { target: 'reserving', actions: 'notePrefilled' },
            ],
            PREFILL_GIVEN_UP: [
              { guard: 'isOfAnotherEpoch' },
              { target: '#pull-reader.ended', actions: ['release', ends('failed')] },
            ],
            GIVE_UP: { target: '#pull-reader.ended', actions: ['release', 'tellFetched', ends('aborted')] },
            NODE_LOST: [
              { guard: 'comesBack', target: '#pull-reader.recovering', actions: 'release' },
              { target: '#pull-reader.ended', actions: ['release', ends('prefill lost')] },
            ],
          },
        },
        reading: {
          description: 'Its own reads are under way (docs/paper/facts.md 9, step iii).',
          entry: ['tellBegun', 'call'],
          on: {
            RETURNED: [
              { guard: 'isDone', target: '#pull-reader.decoding', actions: 'tellFetched' },
              { target: 'stopping', actions: ends('failed') },
            ],
            GIVE_UP: { target: 'stopping', actions: [ends('aborted'), 'stop'] },
          },
        },
        stopping: {
          description:
            'Given up; what it has posted still comes, and its pages are kept for it (docs/paper/facts.md 9).',
          on: { QUIET: { target: '#pull-reader.ended', actions: ['release', 'tellFetched'] } },
        },
      },
    },
    recovering: {
      description:
        'Its prefill node has failed; when it is back, everything begins anew (docs/paper/facts.md 3).',
      on: {
        NODE_BACK: { target: 'wanting', actions: ['forgetPrefill', 'noteEpoch'] },
        GIVE_UP: { target: 'ended', actions: ends('aborted') },
      },
    },
    decoding: {
      description: 'Decodes from its own KV, token after token (docs/paper/facts.md 3).',
      after: { decode: { target: 'ended', actions: ['read', 'release', ends('done')] } },
      on: { GIVE_UP: { target: 'ended', actions: ['release', ends('aborted')] } },
    },
    ended: {
      description: 'Ended, with a reason.',
      tags: 'rest',
      entry: 'tellEnded',
    },
    halted: {
      description: 'Its node has failed (docs/paper/facts.md 3).',
      tags: 'rest',
      on: { '*': {} },
    },
  },
});
