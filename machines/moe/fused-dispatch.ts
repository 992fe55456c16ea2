import { castDraft, produce } from 'immer';
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Copy, Flag, Taken } from '../die/window-protocol.js';
import { acknowledgementAwaited, acknowledgements } from './acknowledgement.js';
import { assembled, type CountsBySource } from './assembly.js';
import { type Flags, resets, markOf } from './flags.js';
import { type Numbers, quantisedToken } from './numbers.js';
import { expertsOf, placeOf } from './placement.js';
import { operationOf, type Routing } from './protocol.js';
import type { Sent, Store } from './sending-core.js';
import type { AllArrived, AwaitOrder, GivenUp, Share } from './waiting-cores.js';
import {
  dataWindow,
  dispatchAddress,
  halfOf,
  type Layout,
  pollingCore,
  statusWindow,
} from './window-layout.js';

/** The stream has routed an item's tokens and hands them over. */
export interface DispatchOrder {
  readonly type: 'DISPATCH';
  readonly item: number;
  readonly routing: Routing;
}

/** FusedDispatch has ended: these copies are for this die's experts, by expert, then by source. */
export interface Dispatched {
  readonly type: 'DISPATCHED';
  readonly item: number;
  readonly copies: readonly Copy[];
}

/** What is built in, and what a fault takes away or does wrongly. */
export interface DispatchMechanisms {
  readonly flags: Flags;
  /** Tokens are written to their experts' dies, or stay in the own memory until those have read them (docs/paper/facts.md 13.3). */
  readonly transfer: 'push' | 'pull';
  /** Tells every die when it has read what an operation has written to it, and waits for this from all before it writes. */
  readonly acknowledges: boolean;
  readonly awaitsAcknowledgement: boolean;
  /** A reader's caches are filled when it starts to wait (fault A4), or after it has seen the flags. */
  readonly acquire: 'after flags' | 'before flags';
  /** Flag entries have a cache line each, or a line of their own (fault A5). */
  readonly flagSpacing: 'line' | 'packed';
  /** A die without tokens takes part like any other; signals but does not wait (fault B5); does neither (fault D3). */
  readonly zeroTokens: 'takes part' | 'does not wait' | 'skips';
  /** Operations of both modes, prefill and decode, use one layout; or they alternate, with a layout each (fault B6). */
  readonly modes: 'one layout' | 'two layouts';
  /** Entries by which this die's flags are displaced (fault B7). */
  readonly flagDisplacement: number;
  /** Zero filling of the output is ordered before the operation, or races it (fault B11). */
  readonly outputFill: 'ordered' | 'racing';
  /** Entries that the prefix sum over (expert, source) covers; 0: all. 128 is fault C6. */
  readonly prefixSumEntries: number;
}

export interface DispatchInput extends DispatchMechanisms {
  readonly self: string;
  readonly die: number;
  readonly stream: string;
  readonly cores: readonly string[];
  readonly waiting: string;
  /** The layout that this die computes addresses with. */
  readonly layout: Layout;
  /** The tokens' numbers, if there are any. */
  readonly numbers: Numbers | null;
}

interface DispatchContext extends DispatchInput {
  readonly item: number;
  readonly routing: Routing;
  /** Cores that have not met at the barrier yet. */
  readonly sending: number;
  readonly arrived: CountsBySource;
  /** Windows whose answer is still to come, and what the others held. */
  readonly reading: number;
  readonly found: readonly Copy[];
}

export type DispatchObservation =
  | { readonly type: 'DISPATCH_BEGUN' | 'DISPATCH_ENDED'; readonly item: number; readonly operator: string }
  | {
      readonly type: 'ASSEMBLED';
      readonly item: number;
      readonly die: number;
      readonly copies: readonly Copy[];
      /** Copies that the flags speak of. */
      readonly counted: number;
    };

type DispatchEvent = DispatchOrder | Sent | AllArrived | GivenUp | Taken | { readonly type: 'HALT' };

/** Copies for each die and local expert. */
function countCopies({ layout, die }: DispatchInput, routing: Routing): number[][] {
  const counts = Array.from({ length: layout.dies }, () =>
    Array.from({ length: layout.expertsPerDie }, () => 0),
  );
  for (const chosen of routing) {
    for (const expert of expertsOf(layout, chosen)) {
      const place = placeOf(layout, expert, die);
      counts[place.die]![place.local]!++;
    }
  }
  return counts;
}

/** Every copy with the slot that it goes to: slots of one (expert, source) are filled in token order. */
function plan(input: DispatchInput, { item, routing }: DispatchOrder): Store[] {
  const { die, layout, transfer, numbers } = input;
  const half = usedHalf(input, item);
  const used = new Map<string, number>();
  return routing.flatMap((chosen, token) => {
    // Once for all experts of the token: quantising early commutes with sending.
    const payload =
      numbers === null ? {} : { payload: quantisedToken(numbers, { item, source: die, token }) };
    return expertsOf(layout, chosen).map((expert, choice): Store => {
      const place = placeOf(layout, expert, die);
      const running = used.get(`${place.die}.${place.local}`) ?? 0;
      used.set(`${place.die}.${place.local}`, running + 1);
      const [holder, peer] = transfer === 'push' ? [place.die, die] : [die, place.die];
      return {
        window: dataWindow(layout, holder, 'dispatch', half),
        address: dataBase(input, item) + dispatchAddress(layout, peer, place.local, running),
        copy: { of: 'dispatch', item, source: die, token, choice, expert, ...payload },
      };
    });
  });
}

/** With a layout for each mode, every second operation is of the other mode, and each mode flips its own half. */
const isOtherMode = ({ modes }: DispatchInput, item: number): boolean =>
  modes === 'two layouts' && item % 2 === 1;

const usedHalf = (input: DispatchInput, item: number): number =>
  halfOf(input.layout, input.modes === 'two layouts' ? Math.floor(item / 2) : item);

/** The other mode keeps its flag entries in front of its data, in the data window. */
const dataBase = (input: DispatchInput, item: number): number =>
  isOtherMode(input, item) ? input.layout.dies : 0;

function flagWindow(input: DispatchInput, die: number, item: number, source: number): string {
  const half = usedHalf(input, item);
  return isOtherMode(input, item)
    ? dataWindow(input.layout, die, 'dispatch', half)
    : statusWindow(input.layout, die, half, pollingCore(input.layout, source));
}

/** The entries that this die polls: one share for each core. */
function shares(input: DispatchInput, item: number): Share[] {
  const { die, layout, flags } = input;
  const value = markOf(flags, layout, item);
  const byWindow = new Map<string, number[]>();
  for (let source = 0; source < layout.dies; source++) {
    const window = flagWindow(input, die, item, source);
    byWindow.set(window, [...(byWindow.get(window) ?? []), source]);
  }
  return [...byWindow].map(([window, sources]) => ({
    window,
    cells: sources.map((address) => ({ address, value })),
    peers: sources.map((source) => [source]),
  }));
}

/** What must be taken from which window: by source if the tokens are still with their senders. */
function slotsToRead(context: DispatchContext): { window: string; addresses: number[] }[] {
  const { die, layout, item, transfer, arrived } = context;
  const half = usedHalf(context, item);
  const bySource = arrived.map(({ source, counts }) => ({
    source,
    addresses: counts.flatMap((count, local) =>
      Array.from(
        { length: count },
        (_, running) =>
          dataBase(context, item) +
          dispatchAddress(layout, transfer === 'push' ? source : die, local, running),
      ),
    ),
  }));
  if (transfer === 'push') {
    const addresses = bySource.flatMap((each) => each.addresses);
    return [{ window: dataWindow(layout, die, 'dispatch', half), addresses }];
  }
  return bySource
    .filter(({ addresses }) => addresses.length > 0)
    .map(({ source, addresses }) => ({ window: dataWindow(layout, source, 'dispatch', half), addresses }));
}

/**
 * FusedDispatch of one die (docs/paper/facts.md 4.4 and 13.1): its cores send the tokens' copies; when all have met at the barrier with
 * their writes visible, every peer gets flag and count; when the flags of all peers are there they are zeroed, prefix sums
 * over the counts give the places of the output, and the received tokens are copied there.
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
      context.zeroTokens === 'skips' && (event as DispatchOrder).routing.length === 0,
    needsAcknowledgement: ({ context }) => context.awaitsAcknowledgement,
    isLastCore: ({ context }) => context.sending === 1,
    isLastCoreAndDoesNotWait: ({ context }) =>
      context.sending === 1 && context.zeroTokens === 'does not wait' && context.routing.length === 0,
    isNothingToRead: ({ context }) => context.reading === 0,
  },
  delays: {
    /** Copy from the window to the contiguous output. */
    copyOut: 1,
  },
  actions: {
    takeOrder: assign(({ context, event }) =>
      produce(context, (draft) => {
        const { item, routing } = event as DispatchOrder;
        Object.assign(draft, { item, routing, sending: context.cores.length });
      }),
    ),
    tellBegun: enqueueActions(({ event, context, enqueue }) => {
      const { item } = event as DispatchOrder;
      enqueue.emit({ type: 'DISPATCH_BEGUN', item, operator: context.self });
    }),
    awaitAcknowledgement: sendTo(
      componentRef(({ context }) => context.waiting),
      ({ context: { die, layout, item } }): AwaitOrder => ({
        type: 'AWAIT',
        item,
        shares: [acknowledgementAwaited(layout, die, operationOf(item, 'dispatch'))],
      }),
    ),
    startCores: enqueueActions(({ context, enqueue }) => {
      const { cores, item, routing, die, layout, outputFill } = context;
      const stores = plan(context, { type: 'DISPATCH', item, routing });
      cores.forEach((core, at) => {
        const share = stores.filter(({ copy }) => copy.token % cores.length === at);
        enqueue.sendTo(componentRef(core), { type: 'SEND', stores: share });
      });
      if (outputFill === 'racing') {
        const window = dataWindow(layout, die, 'dispatch', usedHalf(context, item));
        enqueue.sendTo(componentRef(window), { type: 'FILL' });
      }
    }),
    countCore: assign(({ context }) =>
      produce(context, (draft) => {
        draft.sending--;
      }),
    ),
    signalPeers: enqueueActions(({ context, enqueue }) => {
      const { die, item, routing, layout, flags, flagSpacing, flagDisplacement } = context;
      countCopies(context, routing).forEach((counts, peer) => {
        const window = componentRef(flagWindow(context, peer, item, die));
        const flag: Flag = {
          type: 'FLAG',
          address: die + flagDisplacement,
          source: die,
          item,
          mark: markOf(flags, layout, item),
          counts,
          by: flags.reset === 'counting' ? 'atomic' : 'scalar',
        };
        enqueue.sendTo(window, flag);
        // Two entries share a line: writing one back restores what the sender's copy of the line has for the other.
        if (flagSpacing === 'packed') enqueue.sendTo(window, { type: 'WRITE_BACK', address: die ^ 1 });
      });
    }),
    awaitFlags: enqueueActions(({ context, enqueue }) => {
      const { waiting, item, die, layout, acquire } = context;
      if (acquire === 'before flags') {
        const window = dataWindow(layout, die, 'dispatch', usedHalf(context, item));
        enqueue.sendTo(componentRef(window), { type: 'PREFETCH' });
      }
      enqueue.sendTo(componentRef(waiting), { type: 'AWAIT', item, shares: shares(context, item) });
    }),
    noteCounts: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.arrived = castDraft((event as AllArrived).counts);
      }),
    ),
    zeroFlags: enqueueActions(({ context, enqueue }) => {
      if (!resets(context.flags)) return;
      for (const { window, cells } of shares(context, context.item)) {
        enqueue.sendTo(componentRef(window), { type: 'RESET', cells });
      }
    }),
    readSlots: enqueueActions(({ context, enqueue }) => {
      const { item, self, transfer } = context;
      const reads = slotsToRead(context);
      for (const { window, addresses } of reads) {
        const type = transfer === 'push' ? 'TAKE' : 'READ';
        const take = { type, item, of: 'dispatch', addresses, reader: self } as const;
        enqueue.sendTo(componentRef(window), take);
      }
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.reading = reads.length;
        }),
      );
    }),
    noteFound: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.reading--;
        const copies = (event as Taken).found.map(({ copy }) => copy);
        draft.found = castDraft(
          [...context.found, ...copies].sort(
            (one, other) => one.source - other.source || one.token - other.token || one.choice - other.choice,
          ),
        );
      }),
    ),
    handOver: enqueueActions(({ context, enqueue }) => {
      const { self, item, die, stream, layout, arrived, found, prefixSumEntries } = context;
      const { copies, counted } = assembled(layout, arrived, found, prefixSumEntries);
      enqueue.emit({ type: 'ASSEMBLED', item, die, copies, counted });
      enqueue.emit({ type: 'DISPATCH_ENDED', item, operator: self });
      const dispatched: Dispatched = { type: 'DISPATCHED', item, copies };
      enqueue.sendTo(componentRef(stream), dispatched);
    }),
    acknowledge: enqueueActions(({ context, enqueue }) => {
      const { acknowledges, die, layout, item } = context;
      if (!acknowledges) return;
      for (const { window, message } of acknowledgements(layout, die, operationOf(item, 'dispatch'))) {
        enqueue.sendTo(componentRef(window), message);
      }
    }),
    tellGivenUp: sendTo(
      componentRef(({ context }) => context.stream),
      { type: 'GIVEN_UP' },
    ),
    forget: assign(({ context }) =>
      produce(context, (draft) => {
        Object.assign(draft, { item: 0, routing: [], sending: 0, arrived: [], reading: 0, found: [] });
      }),
    ),
  },
}).createMachine({
  id: 'fused-dispatch',
  context: ({ input }) => ({
    ...input,
    item: 0,
    routing: [],
    sending: 0,
    arrived: [],
    reading: 0,
    found: [],
  }),
  on: {
    GIVEN_UP: { target: '.halted', actions: 'tellGivenUp' },
    HALT: { target: '.halted' },
  },
  initial: 'idle',
  states: {
    idle: {
      tags: 'rest',
      on: {
        DISPATCH: [
          { guard: 'isSkipped', actions: ['takeOrder', 'tellBegun', 'handOver', 'forget'] },
          {
            guard: 'needsAcknowledgement',
            target: 'acquiring',
            actions: ['takeOrder', 'tellBegun', 'awaitAcknowledgement'],
          },
          { target: 'sending', actions: ['takeOrder', 'tellBegun', 'startCores'] },
        ],
      },
    },
    acquiring: {
      on: { ALL_ARRIVED: { target: 'sending', actions: 'startCores' } },
    },
    sending: {
      on: {
        SENT: [
          {
            guard: 'isLastCoreAndDoesNotWait',
            target: 'idle',
            actions: ['signalPeers', 'handOver', 'forget'],
          },
          { guard: 'isLastCore', target: 'waiting', actions: ['countCore', 'signalPeers', 'awaitFlags'] },
          { actions: 'countCore' },
        ],
      },
    },
    waiting: {
      on: { ALL_ARRIVED: { target: 'copying', actions: 'noteCounts' } },
    },
    copying: {
      after: { copyOut: { target: 'reading', actions: ['zeroFlags', 'readSlots'] } },
    },
    reading: {
      always: {
        guard: 'isNothingToRead',
        target: 'idle',
        actions: ['handOver', 'acknowledge', 'forget'],
      },
      on: { TAKEN: { actions: 'noteFound' }, DATA: { actions: 'noteFound' } },
    },
    halted: {
      tags: 'rest',
      // Reads that were under way.
      on: { DATA: {} },
    },
  },
});
