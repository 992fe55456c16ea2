import { castDraft, produce } from 'immer';
import { assign, enqueueActions, sendTo, setup } from 'xstate';
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
  readonly counts: Arrived['counts'];
}

/** Somebody has failed: the wait is given up. */
export interface GivenUp {
  readonly type: 'GIVEN_UP';
  readonly suspects: readonly number[];
}

/**
 * What a wait does that exceeds its limit.
 *
 * - `none`: there is no limit;
 * - `probe`: probe the peers whose signals are missing, blame those that do not answer, and go on waiting if all do
 *   (docs/paper/facts.md 13.1, "Timeout");
 * - `blame`: blame every peer whose signal is missing, at once (fault D6);
 * - `spin`: probe and blame, but go on waiting for the dead (fault G2).
 */
export type LimitReaction = 'none' | 'probe' | 'blame' | 'spin';

export interface WaitingCoresInput {
  readonly self: string;
  readonly operator: string;
  readonly die: number;
  readonly limit: LimitReaction;
}

interface WaitingCoresContext extends WaitingCoresInput {
  readonly item: number;
  readonly shares: readonly Share[];
  /** Shares that are still waited for. */
  readonly open: number;
  readonly counts: Arrived['counts'];
  /** While probing: answers that are still to come, and dies found dead, by a probe or by somebody else's. */
  readonly asked: number;
  readonly suspects: readonly number[];
}

export type WaitObservation = {
  readonly type: 'BLAMED';
  readonly by: number;
  readonly suspects: readonly number[];
};

type WaitEvent = AwaitOrder | Arrived | Missing | ProbeAnswer | { readonly type: 'HALT' };

const ascending = (one: number, other: number): number => one - other;

/** The dies that cells of these addresses may be missing from, in any share. */
function missingPeers(shares: readonly Share[], addresses: readonly number[]): number[] {
  const peers = shares.flatMap((share) =>
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
  },
  guards: {
    hasLimit: ({ context }) => context.limit !== 'none',
    isNothingOpen: ({ context }) => context.open === 0,
    blamesAtOnce: ({ context }) => context.limit === 'blame',
    isNobodyDead: ({ context: { asked, suspects } }) => asked === 0 && suspects.length === 0,
    isDeadFound: ({ context: { asked, suspects } }) => asked === 0 && suspects.length > 0,
    isDeadFoundAndSpins: ({ context: { asked, suspects, limit } }) =>
      asked === 0 && suspects.length > 0 && limit === 'spin',
  },
  delays: {
    /** How long a wait may take: 50 ms in the real operators (docs/paper/facts.md 13.1). */
    limit: 1,
  },
  actions: {
    takeOrder: assign(({ context, event }) => {
      const { item, shares } = event as AwaitOrder;
      return produce(context, (draft) => {
        Object.assign(draft, { item, shares, open: shares.length, counts: [] });
      });
    }),
    poll: enqueueActions(({ context, enqueue }) => {
      const { item, self } = context;
      for (const { window, cells } of context.shares) {
        enqueue.sendTo(componentRef(window), { type: 'POLL', item, cells, reader: self });
      }
    }),
    noteArrived: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.open--;
        draft.counts.push(...castDraft((event as Arrived).counts));
        draft.counts.sort((one, other) => one.source - other.source);
      }),
    ),
    tellArrived: sendTo(
      componentRef(({ context }) => context.operator),
      ({ context }): AllArrived => ({ type: 'ALL_ARRIVED', counts: context.counts }),
    ),
    forget: assign(({ context }) =>
      produce(context, (draft) => {
        Object.assign(draft, { item: 0, shares: [], open: 0, counts: [], asked: 0, suspects: [] });
      }),
    ),
    askMissing: enqueueActions(({ context, enqueue }) => {
      for (const { window } of context.shares) {
        enqueue.sendTo(componentRef(window), { type: 'ASK_MISSING', reader: context.self });
      }
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.asked = draft.shares.length;
        }),
      );
    }),
    probeMissing: enqueueActions(({ context, event, enqueue }) => {
      const peers = missingPeers(context.shares, (event as Missing).addresses);
      for (const peer of peers) {
        enqueue.sendTo(componentRef(`health.${peer}`), { type: 'PROBE', reader: context.self });
      }
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.asked += peers.length - 1;
        }),
      );
    }),
    suspectMissing: assign(({ context, event }) =>
      produce(context, (draft) => {
        const peers = missingPeers(context.shares, (event as Missing).addresses);
        draft.asked--;
        draft.suspects = [...new Set([...draft.suspects, ...peers])].sort(ascending);
      }),
    ),
    noteProbed: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.asked--;
        draft.suspects = [...new Set([...draft.suspects, ...(event as ProbeAnswer).dead])].sort(ascending);
      }),
    ),
    blame: enqueueActions(({ context, enqueue }) => {
      const { die, suspects } = context;
      enqueue.emit({ type: 'BLAMED', by: die, suspects });
      enqueue.sendTo(componentRef(`health.${die}`), { type: 'FOUND_DEAD', dead: suspects });
    }),
    giveUp: sendTo(
      componentRef(({ context }) => context.operator),
      ({ context }): GivenUp => ({ type: 'GIVEN_UP', suspects: context.suspects }),
    ),
  },
}).createMachine({
  id: 'waiting-cores',
  context: ({ input }) => ({
    ...input,
    item: 0,
    shares: [],
    open: 0,
    counts: [],
    asked: 0,
    suspects: [],
  }),
  on: { HALT: { target: '.halted' } },
  initial: 'idle',
  states: {
    idle: {
      tags: 'rest',
      on: { AWAIT: { target: 'polling', actions: ['takeOrder', 'poll'] } },
    },
    polling: {
      initial: 'choosing',
      always: { guard: 'isNothingOpen', target: 'idle', actions: ['tellArrived', 'forget'] },
      on: { ARRIVED: { actions: 'noteArrived' } },
      states: {
        choosing: { always: [{ guard: 'hasLimit', target: 'limited' }, { target: 'unlimited' }] },
        unlimited: {},
        limited: { after: { limit: { target: 'asking', actions: 'askMissing' } } },
        asking: {
          always: [
            { guard: 'isNobodyDead', target: 'limited' },
            { guard: 'isDeadFoundAndSpins', target: 'spinning', actions: 'blame' },
            {
              guard: 'isDeadFound',
              target: '#waiting-cores.givenUp',
              actions: ['blame', 'giveUp'],
            },
          ],
          on: {
            MISSING: [{ guard: 'blamesAtOnce', actions: 'suspectMissing' }, { actions: 'probeMissing' }],
            PROBED: { actions: 'noteProbed' },
          },
        },
        spinning: {},
      },
    },
    givenUp: {
      tags: 'rest',
      on: { '*': {} },
    },
    halted: {
      tags: 'rest',
      on: { '*': {} },
    },
  },
});
