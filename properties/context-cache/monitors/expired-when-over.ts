import { assign, setup } from 'xstate';
import type { LeaseObservation } from '../../../machines/cache/server-context.js';

interface ExpiredContext {
  /** Leases that last. */
  readonly leases: readonly string[];
}

const leaseOf = ({ from, slot }: LeaseObservation): string => `${from} at ${slot}`;

/**
 * Who has read within the time of its lease is not told that it has expired: a lease ends by its time, when it is returned, or with the memory, and not since
 * somebody else is given one. It hears one server.
 */
export const expiredWhenOver = setup({
  types: {} as { context: ExpiredContext; events: LeaseObservation },
  guards: { lasts: ({ context, event }) => context.leases.includes(leaseOf(event)) },
  actions: {
    noteGiven: assign(({ context, event }) => ({
      leases: [...new Set([...context.leases, leaseOf(event)])].sort(),
    })),
    noteOver: assign(({ context, event }) => ({
      leases: context.leases.filter((lease) => lease !== leaseOf(event)),
    })),
  },
}).createMachine({
  id: 'expired-when-over',
  context: { leases: [] },
  initial: 'watching',
  states: {
    watching: {
      on: {
        LEASE_GIVEN: { actions: 'noteGiven' },
        LEASE_OVER: { actions: 'noteOver' },
        LEASE_EXPIRED: { guard: 'lasts', target: 'violated' },
      },
    },
    violated: { tags: 'violation' },
  },
});
