import { produce } from 'immer';
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../component-ref.js';
import {
  type Arrived,
  type Copy,
  dieOf,
  dispatchAddress,
  dispatchEpoch,
  type Flag,
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

/** The stream has routed an item's tokens and hands them over. */
export interface DispatchOrder {
  readonly type: 'DISPATCH';
  readonly item: number;
  readonly routing: Routing;
}

/** FusedDispatch has ended: these copies are for this die's experts. */
export interface Dispatched {
  readonly type: 'DISPATCHED';
  readonly item: number;
  readonly copies: readonly Copy[];
}

export interface DispatchInput {
  readonly die: number;
  readonly sizes: Sizes;
  readonly wiring: OperatorWiring;
  readonly fence: SendFence;
  /** Copies that one send step posts: 1 is the paper's token granularity. */
  readonly chunk: number;
  /** A die without tokens signals its peers and waits for them like any other; false is fault D3. */
  readonly takesPartWithoutTokens: boolean;
  /** Flag cells hold epochs modulo this, 0 for cells that never wrap; a small one is fault C4. */
  readonly epochModulus: number;
}

interface DispatchContext extends DispatchInput {
  readonly item: number;
  readonly unsent: readonly UnsentWrite[];
  /** Copies by die and local expert, for the flags. */
  readonly counts: readonly (readonly number[])[];
  readonly outstanding: Outstanding;
  /** Slots to copy out once all flags are in. */
  readonly arrived: readonly number[];
}

export type DispatchObservation =
  | { readonly type: 'DISPATCH_BEGUN' | 'DISPATCH_ENDED'; readonly item: number; readonly operator: string }
  | {
      readonly type: 'ASSEMBLED';
      readonly item: number;
      readonly die: number;
      readonly copies: readonly Copy[];
    };

type DispatchEvent = DispatchOrder | Arrived | Taken | Issued | Visible;

const cellEpoch = (item: number, modulus: number): number =>
  modulus === 0 ? dispatchEpoch(item) : dispatchEpoch(item) % modulus;

/** Every copy with the slot that it goes to: slots of one (expert, source) are filled in token order. */
function plan({ die, sizes, wiring }: DispatchInput, { item, routing }: DispatchOrder) {
  const counts = Array.from({ length: sizes.dies }, () =>
    Array.from({ length: sizes.expertsPerDie }, () => 0),
  );
  const unsent: UnsentWrite[] = [];
  routing.forEach((experts, token) => {
    experts.forEach((expert, choice) => {
      const target = dieOf(expert, sizes);
      const local = expert % sizes.expertsPerDie;
      const running = counts[target]![local]!++;
      unsent.push({
        window: wiring.windows[target]![halfOf(item)]!,
        address: dispatchAddress(sizes, die, local, running),
        copy: { of: 'dispatch', item, source: die, token, choice, expert },
        writer: wiring.self,
      });
    });
  });
  return { counts, unsent };
}

/** The slots that the flags' counts speak of, from every source. */
function countedSlots({ sizes }: DispatchInput, counts: Arrived['counts']): number[] {
  return counts.flatMap((perExpert, source) =>
    perExpert.flatMap((count, local) =>
      Array.from({ length: count }, (_, running) => dispatchAddress(sizes, source, local, running)),
    ),
  );
}

/**
 * FusedDispatch of one die (facts.md 4.4): send the tokens' copies, wait at the barrier until they are visible, signal every
 * peer with flag and count, wait for the flags of all peers, copy the received tokens out of the window.
 */
export const fusedDispatch = setup({
  types: {} as {
    context: DispatchContext;
    input: DispatchInput;
    events: DispatchEvent;
    emitted: DispatchObservation;
  },
  guards: {
    isSkipped: ({ context, event }) =>
      !context.takesPartWithoutTokens && (event as DispatchOrder).routing.length === 0,
    isAllPosted: ({ context }) => context.unsent.length === 0,
    isFenced: ({ context }) => isFenced(context.outstanding, context.fence),
  },
  delays: {
    /** Load, quantise, compute the remote offset, start the store. */
    postCopies: 1,
    /** Copy from the window to the contiguous output. */
    copyOut: 1,
  },
  actions: {
    planCopies: assign(({ context, event }) => {
      const order = event as DispatchOrder;
      return produce(context, (draft) => {
        Object.assign(draft, { item: order.item, ...plan(context, order) });
      });
    }),
    tellBegun: enqueueActions(({ event, context, enqueue }) => {
      enqueue.emit({
        type: 'DISPATCH_BEGUN',
        item: (event as DispatchOrder).item,
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
      const { die, item, counts, wiring, epochModulus } = context;
      wiring.windows.forEach((halves, peer) => {
        const flag: Flag = {
          type: 'FLAG',
          source: die,
          item,
          epoch: cellEpoch(item, epochModulus),
          counts: counts[peer]!,
        };
        enqueue.sendTo(componentRef(system, halves[halfOf(item)]!), flag);
      });
    }),
    pollFlags: sendTo(
      ({ context, system }) =>
        componentRef(system, context.wiring.windows[context.die]![halfOf(context.item)]!),
      ({ context }): Poll => {
        const { item, epochModulus, wiring } = context;
        return {
          type: 'POLL',
          signal: 'flags',
          item,
          epoch: cellEpoch(item, epochModulus),
          reader: wiring.self,
        };
      },
    ),
    noteCounts: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.arrived = countedSlots(context, (event as Arrived).counts);
      }),
    ),
    readSlots: sendTo(
      ({ context, system }) =>
        componentRef(system, context.wiring.windows[context.die]![halfOf(context.item)]!),
      ({ context }): Take => ({
        type: 'TAKE',
        item: context.item,
        of: 'dispatch',
        addresses: context.arrived,
        reader: context.wiring.self,
      }),
    ),
    handOver: enqueueActions(({ context, event, enqueue, system }) => {
      const { item, die, wiring } = context;
      const copies = event.type === 'TAKEN' ? event.copies : [];
      enqueue.emit({ type: 'ASSEMBLED', item, die, copies });
      enqueue.emit({ type: 'DISPATCH_ENDED', item, operator: wiring.self });
      const dispatched: Dispatched = { type: 'DISPATCHED', item, copies };
      enqueue.sendTo(componentRef(system, wiring.stream), dispatched);
    }),
    forget: assign(({ context }) =>
      produce(context, (draft) => {
        Object.assign(draft, { item: 0, unsent: [], counts: [], arrived: [] });
      }),
    ),
  },
}).createMachine({
  id: 'fused-dispatch',
  context: ({ input }) => ({
    ...input,
    item: 0,
    unsent: [],
    counts: [],
    outstanding: NOTHING_OUTSTANDING,
    arrived: [],
  }),
  on: {
    ISSUED: { actions: 'noteIssued' },
    VISIBLE: { actions: 'noteVisible' },
  },
  initial: 'idle',
  states: {
    idle: {
      tags: 'rest',
      on: {
        DISPATCH: [
          { guard: 'isSkipped', actions: ['planCopies', 'tellBegun', 'handOver', 'forget'] },
          { target: 'sending', actions: ['planCopies', 'tellBegun'] },
        ],
      },
    },
    sending: {
      always: { guard: 'isAllPosted', target: 'fencing' },
      after: { postCopies: { target: 'sending', reenter: true, actions: 'postChunk' } },
    },
    fencing: {
      always: { guard: 'isFenced', target: 'waiting', actions: 'signalPeers' },
    },
    waiting: {
      entry: 'pollFlags',
      on: { ARRIVED: { target: 'copying', actions: 'noteCounts' } },
    },
    copying: {
      after: { copyOut: { target: 'assembling', actions: 'readSlots' } },
    },
    assembling: {
      on: { TAKEN: { target: 'idle', actions: ['handOver', 'forget'] } },
    },
  },
});
