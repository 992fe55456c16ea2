import { assertEvent, assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Fetched, GiveUp, Prefilled, PrefillGivenUp, PullOrder } from './handover.js';
import type { EndLease, GrantLease, LeaseOver } from './kv-lease.js';
import type { Store } from './kv-memory.js';
import { type Granted, type Release, type Reserve, type Share, requestOwner } from './page-pool.js';

export interface PullHolderInput {
  readonly self: string;
  /** The number of the request. */
  readonly room: number;
  /** The prefix cache keeps its pages, as long as nobody else wants them. */
  readonly keepsPrefix: boolean;
}

export interface PullHolderContext extends PullHolderInput {
  /** How often its node has been started. */
  readonly epoch: number;
  /** Pages of the prompt. */
  readonly blocks: number;
  readonly pages: readonly number[];
}

type PullHolderEvent =
  | PullOrder
  | Fetched
  | Granted
  | LeaseOver
  | GiveUp
  | { readonly type: 'HALT' }
  | { readonly type: 'RESTART' };

/**
 * The prefill side of a transfer that decode reads (docs/paper/facts.md 9): it computes, tells decode where its KV lies, and holds it until decode needs it no more, or
 * the lease is over. Messages that are meant for an earlier incarnation of its node are dropped.
 *
 * It knows the `pool` and the `memory` of its node, its `lease`, and the `reader`.
 */
export const pullHolder = setup({
  types: {} as {
    context: PullHolderContext;
    input: PullHolderInput;
    events: PullHolderEvent;
    tags: 'rest';
  },
  guards: {
    isOfThisEpoch: ({ context, event }) => {
      assertEvent(event, 'PULL_ORDER');
      return event.epoch === context.epoch;
    },
  },
  delays: {
    /** Prefill of the prompt. */
    compute: 1,
  },
  actions: {
    noteOrder: assign(({ event }) => {
      assertEvent(event, 'PULL_ORDER');
      return { blocks: event.blocks };
    }),
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
    store: sendTo(componentRef('memory'), ({ context: { room, pages } }): Store => ({
      type: 'STORE',
      room,
      pages,
    })),
    tellPrefilled: sendTo(componentRef('reader'), ({ context: { pages, epoch } }): Prefilled => ({
      type: 'PREFILLED',
      pages,
      epoch,
    })),
    tellGivenUp: sendTo(componentRef('reader'), ({ context: { epoch } }): PrefillGivenUp => ({
      type: 'PREFILL_GIVEN_UP',
      epoch,
    })),
    grantLease: sendTo(componentRef('lease'), { type: 'GRANT_LEASE' } satisfies GrantLease),
    endLease: sendTo(componentRef('lease'), { type: 'END_LEASE' } satisfies EndLease),
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
    startAnew: assign(({ context }) => ({ epoch: context.epoch + 1, blocks: 0, pages: [] })),
  },
}).createMachine({
  id: 'pull-holder',
  context: ({ input }) => ({ ...input, epoch: 0, blocks: 0, pages: [] }),
  on: { HALT: '.lost' },
  initial: 'idle',
  states: {
    idle: {
      description: 'Nobody has asked for this prefill yet.',
      tags: 'rest',
      on: {
        PULL_ORDER: [
          { guard: 'isOfThisEpoch', target: 'reserving', actions: 'noteOrder' },
          // It is meant for an earlier incarnation.
          {},
        ],
        FETCHED: {},
      },
    },
    reserving: {
      description: 'Waits for pages of its own node.',
      entry: 'reserve',
      on: {
        GRANTED: { target: 'computing', actions: 'notePages' },
        FETCHED: { target: 'ended', actions: 'cancel' },
        GIVE_UP: { target: 'ended', actions: ['cancel', 'tellGivenUp'] },
      },
    },
    computing: {
      description: 'Prefill (docs/paper/facts.md 8).',
      after: { compute: { target: 'holding', actions: ['store', 'grantLease', 'tellPrefilled'] } },
      on: {
        FETCHED: { target: 'ended', actions: 'release' },
        GIVE_UP: { target: 'ended', actions: ['release', 'tellGivenUp'] },
      },
    },
    holding: {
      description: 'Its KV is there to be read; an abort of prefill comes too late (docs/paper/facts.md 9).',
      on: {
        FETCHED: { target: 'ended', actions: ['endLease', 'keepPrefix', 'release'] },
        LEASE_OVER: { target: 'ended', actions: ['keepPrefix', 'release'] },
      },
    },
    ended: {
      description: 'The pages are free. Whoever comes later, the lease or decode, frees nothing any more.',
      tags: 'rest',
      on: { FETCHED: {} },
    },
    lost: {
      description:
        'Its node has failed; when it is back, nobody has asked for anything (docs/paper/facts.md 3).',
      tags: 'rest',
      on: { RESTART: { target: 'idle', actions: 'startAnew' }, '*': {} },
    },
  },
});
