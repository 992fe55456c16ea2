import { assign, emit, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

/** Prefill holds pages for decode from here on, for as long as a lease lasts. */
export interface GrantLease {
  readonly type: 'GRANT_LEASE';
}

/** The pages are held no more. */
export interface EndLease {
  readonly type: 'END_LEASE';
}

/** A renewal is due: whoever still needs the pages answers `COMING`, and sends it. */
export interface RenewalDue {
  readonly type: 'DUE';
}

/** A renewal is on its way. */
export interface RenewalComing {
  readonly type: 'COMING';
}

/** The lease begins anew. */
export interface Renew {
  readonly type: 'RENEW';
}

/** Nobody has renewed the lease in time. */
export interface LeaseOver {
  readonly type: 'LEASE_OVER';
}

export interface KvLeaseInput {
  /** Ticks of the clock that it lasts. */
  readonly ticks: number;
}

export interface KvLeaseContext extends KvLeaseInput {
  readonly left: number;
}

type KvLeaseEvent =
  GrantLease | EndLease | RenewalComing | Renew | { readonly type: 'HALT' } | { readonly type: 'RESTART' };

/**
 * How long prefill holds the KV of a request for decode, who may be dead (docs/paper/facts.md 9). Decode renews it from the arrival of the request on, with every tick.
 *
 * Its clock is bounded: while a renewal is due of somebody who lives, it does not tick. A lease is far longer than a renewal takes, and whoever let it
 * end at any moment would find every lease unsafe.
 *
 * It knows the `holder`, and the `reader` who renews it.
 */
export const kvLease = setup({
  types: {} as {
    context: KvLeaseContext;
    input: KvLeaseInput;
    events: KvLeaseEvent;
    emitted: LeaseOver;
    tags: 'rest';
  },
  guards: { isLastTick: ({ context }) => context.left === 1 },
  delays: { tick: 1 },
  actions: {
    begin: assign({ left: ({ context }) => context.ticks }),
    count: assign({ left: ({ context }) => context.left - 1 }),
    clear: assign({ left: 0 }),
    askForRenewal: sendTo(componentRef('reader'), { type: 'DUE' } satisfies RenewalDue),
    tellHolder: sendTo(componentRef('holder'), { type: 'LEASE_OVER' } satisfies LeaseOver),
    tellOver: emit({ type: 'LEASE_OVER' }),
  },
}).createMachine({
  id: 'kv-lease',
  context: ({ input }) => ({ ...input, left: 0 }),
  on: { HALT: { target: '.none', actions: 'clear' }, RESTART: {}, RENEW: {} },
  initial: 'none',
  states: {
    none: {
      description: 'Nothing is held.',
      tags: 'rest',
      on: { GRANT_LEASE: { target: 'running', actions: 'begin' } },
    },
    running: {
      description: 'The clock ticks, and a renewal is due with each tick (docs/paper/facts.md 9).',
      after: {
        tick: [
          { guard: 'isLastTick', target: 'over', actions: ['clear', 'tellOver', 'tellHolder'] },
          { target: 'running', reenter: true, actions: ['count', 'askForRenewal'] },
        ],
      },
      on: { COMING: 'awaiting', END_LEASE: { target: 'none', actions: 'clear' } },
    },
    awaiting: {
      description: 'A renewal is on its way, and the lease is longer than that takes.',
      on: {
        RENEW: { target: 'running', actions: 'begin' },
        END_LEASE: { target: 'none', actions: 'clear' },
      },
    },
    over: {
      description: 'Nobody has renewed it: the pages are free.',
      tags: 'rest',
    },
  },
});
