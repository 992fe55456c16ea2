import { castDraft, produce } from 'immer';
import { assertEvent, assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Copy, Operator, Taken } from '../die/window-protocol.js';
import { acknowledgementAwaited, acknowledgements } from './acknowledgement.js';
import type { Row } from './dense-output.js';
import type { FlagReset } from './flags.js';
import type { CombinedToken } from './numbers.js';
import type { Numbers } from './drawn-numbers.js';
import { operationOf, type Routing } from './protocol.js';
import type { Sent, Store } from './sending-core.js';
import type { AllArrived, AwaitOrder, GivenUp, Share } from './waiting-cores.js';
import type { Layout } from './window-layout.js';

/** The stream has routed an item's tokens and hands them over to FusedDispatch. */
export interface DispatchOrder {
  readonly type: 'DISPATCH';
  readonly item: number;
  readonly routing: Routing;
}

/** FusedDispatch has ended: the dense output for this die's experts. */
export interface Dispatched {
  readonly type: 'DISPATCHED';
  readonly item: number;
  /** Tokens: those of one expert after those of another, by source. */
  readonly rows: readonly Row[];
  /** Rows of each of the die's experts. */
  readonly counts: readonly number[];
}

/** The stream hands over the experts' results, and the routing of the die's own tokens, to FusedCombine. */
export interface CombineOrder {
  readonly type: 'COMBINE';
  readonly item: number;
  readonly rows: readonly Row[];
  readonly routing: Routing;
}

/** A token with the results that went into its sum; and the sum, where tokens carry numbers. */
export interface Sum {
  readonly token: number;
  readonly results: readonly Copy[];
  readonly output?: CombinedToken;
}

/** FusedCombine has ended. */
export interface Combined {
  readonly type: 'COMBINED';
  readonly item: number;
  readonly sums: readonly Sum[];
}

/** An operator has been given its order. */
export type OperatorObservation =
  | { readonly type: 'DISPATCH_BEGUN'; readonly item: number; readonly routing: Routing }
  | { readonly type: 'COMBINE_BEGUN'; readonly item: number; readonly rows: readonly Row[] };

/** What an operator of a die knows of its die and of what its group has agreed on. */
export interface OperatorInput {
  readonly self: string;
  readonly die: number;
  readonly stream: string;
  readonly cores: readonly string[];
  readonly waiting: string;
  readonly layout: Layout;
  /** What is sent is written to where it goes, or stays in the sender's memory until it has been read (docs/paper/facts.md 13.3). */
  readonly transfer: 'push' | 'pull';
  /** How FusedDispatch's flags tell one operation from the next. */
  readonly flags: FlagReset;
  /**
   * How FusedCombine signals a result: `add` counts it on its token's cell by atomic add, once it is visible (the paper); `store` puts
   * a flag of its own behind it in the same pipe, and the receiver polls the sum (V2 of the public operators).
   */
  readonly signal: 'add' | 'store';
  /** Tells every die when it has read what an operation has written to it, and waits for this from all before it writes. */
  readonly isAcknowledged: boolean;
  /** What it computes with, if tokens carry numbers. */
  readonly numbers: Numbers | null;
}

export interface OperatorContext extends OperatorInput {
  readonly item: number;
  readonly routing: Routing;
  /** The results that FusedCombine sends. */
  readonly rows: readonly Row[];
  /** Cores that have not met at the barrier yet. */
  readonly sending: number;
  /** The counts that came beside the flags. */
  readonly counts: AllArrived['counts'];
  /** Windows whose answer is still to come, and what was in the slots of the others. */
  readonly reading: number;
  readonly found: Taken['found'];
}

type OperatorEvent =
  DispatchOrder | CombineOrder | Sent | AllArrived | GivenUp | Taken | { readonly type: 'HALT' };

/** Slots of one window, for an operator to read. */
export interface SlotsOfWindow {
  readonly window: string;
  readonly addresses: readonly number[];
}

export const AT_REST = {
  item: 0,
  routing: [],
  rows: [],
  sending: 0,
  counts: [],
  reading: 0,
  found: [],
} satisfies Partial<OperatorContext>;

/**
 * In the order of sources, tokens and key offsets, whatever came first. Where tokens carry numbers, the results of one token stay as they
 * have arrived: that the sum does not depend on it is to be seen.
 */
const inOrder =
  ({ numbers }: OperatorContext) =>
  ({ copy: one }: Taken['found'][number], { copy: other }: Taken['found'][number]): number =>
    one.source - other.source ||
    one.token - other.token ||
    (numbers === null || one.of === 'dispatch' ? one.choice - other.choice : 0);

/**
 * What FusedDispatch and FusedCombine of a die have in common (docs/paper/facts.md 4.4 and 4.5): they take an order of their stream, have it
 * sent by the AIV cores, wait by these cores, read what has arrived, and hand it over.
 */
export const fusedOperator = setup({
  types: {} as {
    context: OperatorContext;
    input: OperatorInput;
    events: OperatorEvent;
    emitted: OperatorObservation;
    tags: 'rest';
  },
  guards: {
    needsAcknowledgement: ({ context }) => context.isAcknowledged,
    isLastToSend: ({ context }) => context.sending === 1,
    isEverythingRead: ({ context }) => context.reading === 0,
  },
  delays: {
    /** Copy out of the window. */
    gather: 1,
  },
  actions: {
    takeOrder: assign(({ context, event }) => {
      assertEvent(event, ['DISPATCH', 'COMBINE']);
      const { item, routing } = event;
      const rows = event.type === 'COMBINE' ? event.rows : [];
      return { item, routing, rows, sending: context.cores.length };
    }),
    awaitAcknowledgement: sendTo(
      componentRef(({ context }) => context.waiting),
      ({ context: { die, layout, item } }, params: { readonly of: Operator }): AwaitOrder => ({
        type: 'AWAIT',
        item,
        shares: [acknowledgementAwaited(layout, die, operationOf(item, params.of))],
      }),
    ),
    startCores: enqueueActions(({ context, enqueue }, params: { readonly shares: readonly Store[][] }) => {
      context.cores.forEach((core, at) => {
        enqueue.sendTo(componentRef(core), { type: 'SEND', stores: params.shares[at]! });
      });
    }),
    countSent: assign({ sending: ({ context }) => context.sending - 1 }),
    awaitSignals: sendTo(
      componentRef(({ context }) => context.waiting),
      ({ context: { item } }, params: { readonly shares: readonly Share[] }): AwaitOrder => ({
        type: 'AWAIT',
        item,
        shares: params.shares,
      }),
    ),
    noteCounts: assign(({ event }) => {
      assertEvent(event, 'ALL_ARRIVED');
      return { counts: event.counts };
    }),
    resetSignals: enqueueActions(({ enqueue }, params: { readonly shares: readonly Share[] }) => {
      for (const { window, cells } of params.shares) {
        enqueue.sendTo(componentRef(window), { type: 'RESET', cells });
      }
    }),
    readSlots: enqueueActions(
      ({ context, enqueue }, params: { readonly of: Operator; readonly slots: readonly SlotsOfWindow[] }) => {
        const { item, self, transfer } = context;
        const type = transfer === 'push' ? 'TAKE' : 'READ';
        for (const { window, addresses } of params.slots) {
          enqueue.sendTo(componentRef(window), { type, item, of: params.of, addresses, reader: self });
        }
        enqueue.assign({ reading: params.slots.length });
      },
    ),
    noteFound: assign(({ context, event }) => {
      assertEvent(event, ['TAKEN', 'DATA']);
      return produce(context, (draft) => {
        draft.reading--;
        draft.found = castDraft([...context.found, ...event.found].sort(inOrder(context)));
      });
    }),
    acknowledge: enqueueActions(({ context, enqueue }, params: { readonly of: Operator }) => {
      const { isAcknowledged, die, layout, item } = context;
      if (!isAcknowledged) return;
      for (const { window, message } of acknowledgements(layout, die, operationOf(item, params.of))) {
        enqueue.sendTo(componentRef(window), message);
      }
    }),
    tellGivenUp: sendTo(
      componentRef(({ context }) => context.stream),
      { type: 'GIVEN_UP' },
    ),
    forget: assign(AT_REST),
  },
});
