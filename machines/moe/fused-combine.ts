import { produce } from 'immer';
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../component-ref.js';
import {
  type Add,
  type Arrived,
  type Copy,
  combineAddress,
  halfOf,
  type Issued,
  type Poll,
  type Routing,
  type Sizes,
  type Take,
  type Taken,
  type Visible,
} from './protocol.js';
import {
  isFenced,
  nextChunk,
  NOTHING_OUTSTANDING,
  type OperatorWiring,
  type Outstanding,
  type SendFence,
  type UnsentWrite,
  withChunkPosted,
  withOneIssued,
  withOneVisible,
} from './sending.js';

/** The stream hands over the experts' results and the routing of the die's own tokens. */
export interface CombineOrder {
  readonly type: 'COMBINE';
  readonly item: number;
  readonly copies: readonly Copy[];
  readonly routing: Routing;
}

export interface Combined {
  readonly type: 'COMBINED';
  readonly item: number;
}

export interface CombineInput {
  readonly die: number;
  readonly sizes: Sizes;
  readonly wiring: OperatorWiring;
  readonly fence: SendFence;
  /** Results that one send step posts. */
  readonly chunk: number;
}

interface CombineContext extends CombineInput {
  readonly item: number;
  readonly unsent: readonly UnsentWrite[];
  readonly routing: Routing;
  readonly outstanding: Outstanding;
}

export type CombineObservation =
  | { readonly type: 'COMBINE_BEGUN' | 'COMBINE_ENDED'; readonly item: number; readonly operator: string }
  | {
      readonly type: 'REDUCED';
      readonly item: number;
      readonly die: number;
      readonly token: number;
      /** The experts whose results went into the sum, and those that the gate chose: both in ascending order. */
      readonly summed: readonly number[];
      readonly chosen: readonly number[];
    };

type CombineEvent = CombineOrder | Arrived | Taken | Issued | Visible;

const ascending = (one: number, other: number): number => one - other;

/**
 * FusedCombine of one die (facts.md 4.5): write every expert result back into the slot of its token, wait at the barrier until
 * they are visible, add one to every peer's arrival counter, wait until all peers have, sum each token's results.
 */
export const fusedCombine = setup({
  types: {} as {
    context: CombineContext;
    input: CombineInput;
    events: CombineEvent;
    emitted: CombineObservation;
  },
  guards: {
    isAllPosted: ({ context }) => context.unsent.length === 0,
    isFenced: ({ context }) => isFenced(context.outstanding, context.fence),
  },
  delays: {
    /** Load a result, compute the remote offset, start the store. */
    postResults: 1,
    /** Gather, scale and sum. */
    reduce: 1,
  },
  actions: {
    planResults: assign(({ context, event }) => {
      const { item, copies, routing } = event as CombineOrder;
      const { sizes, wiring } = context;
      const unsent = copies.map((copy) => ({
        window: wiring.windows[copy.source]![halfOf(item)]!,
        address: combineAddress(sizes, copy.token, copy.choice),
        copy: { ...copy, of: 'combine' as const },
        writer: wiring.self,
      }));
      return produce(context, (draft) => {
        Object.assign(draft, { item, routing, unsent });
      });
    }),
    tellBegun: enqueueActions(({ event, context, enqueue }) => {
      enqueue.emit({
        type: 'COMBINE_BEGUN',
        item: (event as CombineOrder).item,
        operator: context.wiring.self,
      });
    }),
    postChunk: enqueueActions(({ context, enqueue, system }) => {
      for (const write of nextChunk(context))
        enqueue.sendTo(componentRef(system, context.wiring.port), write);
      enqueue.assign(({ context }) => withChunkPosted(context));
    }),
    noteIssued: assign(({ context }) => withOneIssued(context)),
    noteVisible: assign(({ context }) => withOneVisible(context)),
    signalPeers: enqueueActions(({ context, enqueue, system }) => {
      const { die, item, wiring } = context;
      for (const halves of wiring.windows) {
        const add: Add = { type: 'ADD', source: die, item };
        enqueue.sendTo(componentRef(system, halves[halfOf(item)]!), add);
      }
    }),
    pollArrivals: sendTo(
      ({ context, system }) =>
        componentRef(system, context.wiring.windows[context.die]![halfOf(context.item)]!),
      ({ context }): Poll => ({
        type: 'POLL',
        signal: 'arrivals',
        item: context.item,
        reader: context.wiring.self,
      }),
    ),
    readSlots: sendTo(
      ({ context, system }) =>
        componentRef(system, context.wiring.windows[context.die]![halfOf(context.item)]!),
      ({ context }): Take => {
        const { item, routing, sizes, wiring } = context;
        const addresses = routing.flatMap((experts, token) =>
          experts.map((_, choice) => combineAddress(sizes, token, choice)),
        );
        return { type: 'TAKE', item, of: 'combine', addresses, reader: wiring.self };
      },
    ),
    sumTokens: enqueueActions(({ context, event, enqueue, system }) => {
      const { item, die, routing, wiring } = context;
      const { copies } = event as Taken;
      routing.forEach((experts, token) => {
        const summed = copies.filter((copy) => copy.token === token).map((copy) => copy.expert);
        enqueue.emit({
          type: 'REDUCED',
          item,
          die,
          token,
          summed: summed.sort(ascending),
          chosen: [...experts].sort(ascending),
        });
      });
      enqueue.emit({ type: 'COMBINE_ENDED', item, operator: wiring.self });
      const combined: Combined = { type: 'COMBINED', item };
      enqueue.sendTo(componentRef(system, wiring.stream), combined);
    }),
    forget: assign(({ context }) =>
      produce(context, (draft) => {
        Object.assign(draft, { item: 0, unsent: [], routing: [] });
      }),
    ),
  },
}).createMachine({
  id: 'fused-combine',
  context: ({ input }) => ({ ...input, item: 0, unsent: [], routing: [], outstanding: NOTHING_OUTSTANDING }),
  on: {
    ISSUED: { actions: 'noteIssued' },
    VISIBLE: { actions: 'noteVisible' },
  },
  initial: 'idle',
  states: {
    idle: {
      tags: 'rest',
      on: { COMBINE: { target: 'sending', actions: ['planResults', 'tellBegun'] } },
    },
    sending: {
      always: { guard: 'isAllPosted', target: 'fencing' },
      after: { postResults: { target: 'sending', reenter: true, actions: 'postChunk' } },
    },
    fencing: {
      always: { guard: 'isFenced', target: 'waiting', actions: 'signalPeers' },
    },
    waiting: {
      entry: 'pollArrivals',
      on: { ARRIVED: { target: 'reducing' } },
    },
    reducing: {
      after: { reduce: { target: 'summing', actions: 'readSlots' } },
    },
    summing: {
      on: { TAKEN: { target: 'idle', actions: ['sumTokens', 'forget'] } },
    },
  },
});
