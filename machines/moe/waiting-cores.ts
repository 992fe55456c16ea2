import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { ProbeAnswer } from '../die/die-health.js';
import type { Arrived, Awaited, Missing } from '../die/window-protocol.js';

/** What one of the cores polls: cells of one window, and the dies from which each may be missing. */
export interface Share {
  readonly window: string;
  readonly cells: readonly Awaited[];
  /** By cell. */
  readonly peers: readonly (readonly number[])[];
}

/** The operator lets its cores wait. */
export interface AwaitOrder {
  readonly type: 'AWAIT';
  readonly item: number;
  readonly shares: readonly Share[];
}

/** Everything that was waited for is there. */
export interface AllArrived {
  readonly type: 'ALL_ARRIVED';
  readonly item: number;
  readonly counts: Arrived['counts'];
}

/** Somebody has failed: the wait is given up. */
export interface GivenUp {
  readonly type: 'GIVEN_UP';
  readonly suspects: readonly number[];
}

/** What a wait does that exceeds its limit: there is none; or probe the peers whose signals are missing, and go on waiting if all live. */
type LimitReaction = 'none' | 'probe';

export interface WaitingCoresInput {
  readonly self: string;
  readonly operator: string;
  readonly die: number;
  readonly limit: LimitReaction;
}

export interface WaitingCoresContext extends WaitingCoresInput {
  readonly item: number;
  readonly shares: readonly Share[];
  /** Shares that are still waited for. */
  readonly open: number;
  readonly counts: Arrived['counts'];
  /** While probing: answers that are still to come, and dies found dead, by a probe or by somebody else's. */
  readonly asked: number;
  readonly suspects: readonly number[];
}

export type WaitObservation =
  | { readonly type: 'BLAMED'; readonly by: number; readonly suspects: readonly number[] }
  /** Another die has answered a probe: it told of these dies that they are dead. */
  | { readonly type: 'ANSWERED'; readonly die: number; readonly dead: readonly number[] };

type WaitEvent = AwaitOrder | Arrived | Missing | ProbeAnswer | { readonly type: 'HALT' };

const NOTHING_AWAITED = { item: 0, shares: [], open: 0, counts: [], asked: 0, suspects: [] };

const ascending = (one: number, other: number): number => one - other;

/** The dies that these cells of a window may be missing from. */
export function missingPeers(
  shares: readonly Share[],
  { window, addresses }: Pick<Missing, 'window' | 'addresses'>,
): number[] {
  const peers = shares
    .filter((share) => share.window === window)
    .flatMap((share) =>
      share.cells.flatMap(({ address }, at) => (addresses.includes(address) ? share.peers[at]! : [])),
    );
  return [...new Set(peers)].sort(ascending);
}

/**
 * The AIV cores of one operator that poll for signals, each its share of the cells, until all are there; and what they do about a
 * peer that does not signal.
 */
export const waitingCores = setup({
  types: {} as {
    context: WaitingCoresContext;
    input: WaitingCoresInput;
    events: WaitEvent;
    emitted: WaitObservation;
    tags: 'rest';
  },
  guards: {
    hasLimit: ({ context }) => context.limit !== 'none',
    isNothingOpen: ({ context }) => context.open === 0,
    isNobodyDead: ({ context: { asked, suspects } }) => asked === 0 && suspects.length === 0,
    isDeadFound: ({ context: { asked, suspects } }) => asked === 0 && suspects.length > 0,
  },
  delays: {
    /** How long a wait may take: 50 ms in the real operators (docs/paper/facts.md 13.1). */
    limit: 1,
  },
  actions: {
    takeOrder: assign(({ event }) => {
      assertEvent(event, 'AWAIT');
      const { item, shares } = event;
      return { item, shares, open: shares.length, counts: [] };
    }),
    poll: enqueueActions(({ context, enqueue }) => {
      const { item, self } = context;
      for (const { window, cells } of context.shares) {
        enqueue.sendTo(componentRef(window), { type: 'POLL', item, cells, reader: self });
      }
    }),
    noteArrived: assign(({ context, event }) => {
      assertEvent(event, 'ARRIVED');
      return {
        open: context.open - 1,
        counts: [...context.counts, ...event.counts].sort((one, other) => one.source - other.source),
      };
    }),
    tellArrived: sendTo(
      componentRef(({ context }) => context.operator),
      ({ context }): AllArrived => ({ type: 'ALL_ARRIVED', item: context.item, counts: context.counts }),
    ),
    forget: assign(NOTHING_AWAITED),
    askMissing: enqueueActions(({ context, enqueue }) => {
      for (const { window } of context.shares) {
        enqueue.sendTo(componentRef(window), { type: 'ASK_MISSING', reader: context.self });
      }
      enqueue.assign({ asked: context.shares.length });
    }),
    probeMissing: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'MISSING');
      const peers = missingPeers(context.shares, event);
      for (const peer of peers) {
        enqueue.sendTo(componentRef(`health.${peer}`), { type: 'PROBE', reader: context.self });
      }
      enqueue.assign({ asked: context.asked + peers.length - 1 });
    }),
    noteAnswer: emit(({ event }) => {
      assertEvent(event, 'PROBED');
      return { type: 'ANSWERED', die: event.die, dead: event.dead };
    }),
    noteProbed: assign(({ context, event }) => {
      assertEvent(event, 'PROBED');
      const suspects = [...new Set([...context.suspects, ...event.dead])].sort(ascending);
      return { asked: context.asked - 1, suspects };
    }),
    noteBlamed: emit(({ context: { die, suspects } }) => ({ type: 'BLAMED', by: die, suspects })),
    blame: sendTo(
      componentRef(({ context }) => `health.${context.die}`),
      ({ context }) => ({ type: 'FOUND_DEAD', dead: context.suspects }),
    ),
    giveUp: sendTo(
      componentRef(({ context }) => context.operator),
      ({ context }): GivenUp => ({ type: 'GIVEN_UP', suspects: context.suspects }),
    ),
  },
}).createMachine({
  id: 'waiting-cores',
  context: ({ input }) => ({ ...input, ...NOTHING_AWAITED }),
  on: { HALT: { target: '.halted' } },
  initial: 'idle',
  states: {
    idle: {
      description: 'Nothing is waited for.',
      tags: 'rest',
      on: { AWAIT: { target: 'polling', actions: ['takeOrder', 'poll'] } },
    },
    polling: {
      description:
        'Each core polls its share of the cells until they hold what it waits for (paper 4.2.1, step 3 of both operators; docs/paper/facts.md 13.1, "WaitDispatch").',
      initial: 'choosing',
      always: { guard: 'isNothingOpen', target: 'idle', actions: ['tellArrived', 'forget'] },
      on: { ARRIVED: { actions: 'noteArrived' } },
      states: {
        choosing: {
          description: 'Whether the wait has a limit.',
          always: [{ guard: 'hasLimit', target: 'limited' }, { target: 'unlimited' }],
        },
        unlimited: { description: 'It waits as long as it takes.' },
        limited: {
          description: 'It waits until the limit (docs/paper/facts.md 13.1, "Timeout").',
          after: { limit: { target: 'asking', actions: 'askMissing' } },
        },
        asking: {
          description:
            'Beyond the limit: it asks which cells are missing, probes the dies that they are missing from, and waits on if all live.',
          always: [
            // It is as before then: a probe that finds all alive is no progress, so that dies that do nothing but probe are in a deadlock.
            { guard: 'isNobodyDead', target: 'limited' },
            {
              guard: 'isDeadFound',
              target: '#waiting-cores.givenUp',
              actions: ['noteBlamed', 'blame', 'giveUp'],
            },
          ],
          on: {
            MISSING: { actions: 'probeMissing' },
            PROBED: { actions: ['noteAnswer', 'noteProbed'] },
          },
        },
      },
    },
    givenUp: {
      description:
        'A peer is dead: the wait has been given up, and nobody waits any more (docs/paper/facts.md 13.1).',
      tags: 'rest',
      on: { '*': {} },
    },
    halted: {
      description: 'Its die has failed.',
      tags: 'rest',
      on: { '*': {} },
    },
  },
});
