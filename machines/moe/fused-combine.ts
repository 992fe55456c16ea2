import { castDraft, produce } from 'immer';
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Awaited, Copy, Taken } from '../die/window-protocol.js';
import { acknowledgementAwaited, acknowledgements } from './acknowledgement.js';
import { type CombinedToken, combinedToken, type Numbers } from './numbers.js';
import { copiesPerToken, expertsOf, placeOf } from './placement.js';
import { operationOf, type Routing } from './protocol.js';
import type { SendFence, Sent, Store, StoreSignal } from './sending-core.js';
import type { AllArrived, AwaitOrder, GivenUp, Share } from './waiting-cores.js';
import {
  combineAddress,
  counterAddress,
  dataWindow,
  halfOf,
  type Layout,
  resultFlagAddress,
  stagingAddress,
} from './window-layout.js';

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
  /** The sums, where tokens carry numbers. */
  readonly tokens: readonly CombinedToken[];
}

/** What is built in, and what a fault takes away or does wrongly. */
export interface CombineMechanisms {
  /**
   * How a result is signalled: `add` counts it on its token's cell by atomic add, once it is visible (the paper); `store` puts
   * a flag of its own behind it in the same pipe, and the receiver polls the sum (V2 of the public operators).
   */
  readonly signal: 'add' | 'store';
  readonly fence: SendFence;
  /** Results are written to the token's die, or stay with the expert until that has read them. */
  readonly transfer: 'push' | 'pull';
  /** Where pulled results wait: in memory of their own, or in the dispatch buffer (fault B4). */
  readonly staging: 'own' | 'dispatch';
  /** Tells every die when it has read what an operation has written to it, and waits for this from all before it writes. */
  readonly acknowledges: boolean;
  readonly awaitsAcknowledgement: boolean;
  /** Signal cells belong to a half, or are one set for all operations in flight (fault C2). */
  readonly cells: 'by half' | 'one set';
  /** What a result's slot is computed from: the token's own number, or the result's place among those received (fault C10). */
  readonly index: 'token' | 'receive order';
}

export interface CombineInput extends CombineMechanisms {
  readonly self: string;
  readonly die: number;
  readonly stream: string;
  readonly cores: readonly string[];
  readonly waiting: string;
  readonly layout: Layout;
  /** What it computes with, if results carry numbers. */
  readonly numbers: Numbers | null;
}

interface CombineContext extends CombineInput {
  readonly item: number;
  readonly routing: Routing;
  readonly results: readonly Copy[];
  /** Cores that have not sent everything yet. */
  readonly sending: number;
  /** Windows whose answer is still to come, and what the others held, by the token that each slot belongs to. */
  readonly reading: number;
  readonly found: readonly { readonly token: number; readonly copy: Copy }[];
}

export type CombineObservation =
  | { readonly type: 'COMBINE_BEGUN' | 'COMBINE_ENDED'; readonly item: number; readonly operator: string }
  | {
      readonly type: 'REDUCED';
      readonly item: number;
      readonly die: number;
      readonly token: number;
      /** What went into the sum, as token and expert, and what the gate chose: both in ascending order. */
      readonly summed: readonly (readonly [token: number, expert: number])[];
      readonly chosen: readonly (readonly [token: number, expert: number])[];
    };

type CombineEvent = CombineOrder | Sent | AllArrived | GivenUp | Taken | { readonly type: 'HALT' };

const halfOfCells = ({ cells, layout }: CombineInput, item: number): number =>
  cells === 'one set' ? 0 : halfOf(layout, item);

/** The window in which the results for a token of `source`, computed by an expert on `expertDie`, are put. */
function resultWindow(
  { layout, transfer, staging }: CombineInput,
  item: number,
  source: number,
  expertDie: number,
) {
  if (transfer === 'push') return dataWindow(layout, source, 'combine', halfOf(layout, item));
  return dataWindow(layout, expertDie, staging === 'own' ? 'combine' : 'dispatch', halfOf(layout, item));
}

function resultAddress({ layout, transfer }: CombineInput, source: number, token: number, choice: number) {
  return transfer === 'push'
    ? combineAddress(layout, token, choice)
    : stagingAddress(layout, source, token, choice);
}

function signalOf(input: CombineInput, item: number, copy: Copy, token: number): StoreSignal {
  const { layout, die, signal, fence } = input;
  const window = dataWindow(layout, copy.source, 'combine', halfOfCells(input, item));
  if (signal === 'add') {
    return { window, message: { type: 'ADD', address: counterAddress(layout, token), source: die, item } };
  }
  const address = resultFlagAddress(layout, token, copy.choice);
  const by = fence !== 'posted' && input.transfer === 'push' ? 'pipe' : 'scalar';
  const flag = { type: 'FLAG', address, source: die, item, mark: 1, counts: [] } as const;
  return { window, message: { ...flag, by } };
}

/** Every result with the slot of its token that it goes to. */
function plan(input: CombineInput, item: number, results: readonly Copy[]): Store[] {
  const received = new Map<number, number>();
  return results.map((result): Store => {
    const order = received.get(result.source) ?? 0;
    received.set(result.source, order + 1);
    const token = input.index === 'token' ? result.token : order;
    return {
      window: resultWindow(input, item, result.source, input.die),
      address: resultAddress(input, result.source, token, result.choice),
      copy: { ...result, of: 'combine' },
      signal: signalOf(input, item, result, token),
    };
  });
}

/** The cells of the die's own tokens. */
function share(input: CombineInput, item: number, routing: Routing): Share[] {
  if (routing.length === 0) return [];
  const { layout, die, signal } = input;
  const cells: Awaited[] = [];
  const peers: number[][] = [];
  routing.forEach((chosen, token) => {
    const dies = expertsOf(layout, chosen).map((expert) => placeOf(layout, expert, die).die);
    if (signal === 'add') {
      cells.push({ address: counterAddress(layout, token), value: copiesPerToken(layout) });
      peers.push(dies);
      return;
    }
    dies.forEach((expertDie, choice) => {
      cells.push({ address: resultFlagAddress(layout, token, choice), value: 1 });
      peers.push([expertDie]);
    });
  });
  return [{ window: dataWindow(layout, die, 'combine', halfOfCells(input, item)), cells, peers }];
}

/** What must be taken from which window: by expert's die if the results are still there. */
function slotsToRead(context: CombineContext): { window: string; addresses: number[] }[] {
  const { layout, die, item, routing } = context;
  const byWindow = new Map<string, number[]>();
  routing.forEach((chosen, token) => {
    expertsOf(layout, chosen).forEach((expert, choice) => {
      const window = resultWindow(context, item, die, placeOf(layout, expert, die).die);
      const addresses = byWindow.get(window) ?? [];
      byWindow.set(window, [...addresses, resultAddress(context, die, token, choice)]);
    });
  });
  return [...byWindow].map(([window, addresses]) => ({ window, addresses }));
}

/** The token whose slot this address is. */
function tokenAt({ layout, transfer }: CombineInput, address: number): number {
  const slot = transfer === 'push' ? address : address % (layout.batch * copiesPerToken(layout));
  return Math.floor(slot / copiesPerToken(layout));
}

const byToken = (one: readonly [number, number], other: readonly [number, number]): number =>
  one[0] - other[0] || one[1] - other[1];

/**
 * FusedCombine of one die (docs/paper/facts.md 4.5 and 13.1): its cores write every expert result into the slot of its token on the token's die
 * and signal it there; when all results of the die's own tokens are there, each token's are summed. A die waits for its own
 * tokens only: without tokens it does not wait at all.
 */
export const fusedCombine = setup({
  types: {} as {
    context: CombineContext;
    input: CombineInput;
    events: CombineEvent;
    emitted: CombineObservation;
  },
  guards: {
    needsAcknowledgement: ({ context }) => context.awaitsAcknowledgement,
    isLastCore: ({ context }) => context.sending === 1,
    isNothingToRead: ({ context }) => context.reading === 0,
  },
  delays: {
    /** Gather, scale and sum. */
    reduce: 1,
  },
  actions: {
    takeOrder: assign(({ context, event }) =>
      produce(context, (draft) => {
        const { item, copies, routing } = event as CombineOrder;
        Object.assign(draft, { item, routing, results: copies, sending: context.cores.length });
      }),
    ),
    tellBegun: enqueueActions(({ event, context, enqueue }) => {
      const { item } = event as CombineOrder;
      enqueue.emit({ type: 'COMBINE_BEGUN', item, operator: context.self });
    }),
    awaitAcknowledgement: sendTo(
      componentRef(({ context }) => context.waiting),
      ({ context: { die, layout, item } }): AwaitOrder => ({
        type: 'AWAIT',
        item,
        shares: [acknowledgementAwaited(layout, die, operationOf(item, 'combine'))],
      }),
    ),
    startCores: enqueueActions(({ context, enqueue }) => {
      const { cores, item, results } = context;
      const stores = plan(context, item, results);
      cores.forEach((core, at) => {
        const share = stores.filter((_, index) => index % cores.length === at);
        enqueue.sendTo(componentRef(core), { type: 'SEND', stores: share });
      });
    }),
    countCore: assign(({ context }) =>
      produce(context, (draft) => {
        draft.sending--;
        if (draft.sending === 0) draft.results = [];
      }),
    ),
    awaitResults: sendTo(
      componentRef(({ context }) => context.waiting),
      ({ context }): AwaitOrder => {
        const { item, routing } = context;
        return { type: 'AWAIT', item, shares: share(context, item, routing) };
      },
    ),
    resetCells: enqueueActions(({ context, enqueue }) => {
      for (const { window, cells } of share(context, context.item, context.routing)) {
        enqueue.sendTo(componentRef(window), { type: 'RESET', cells });
      }
    }),
    readSlots: enqueueActions(({ context, enqueue }) => {
      const { item, self, transfer } = context;
      const reads = slotsToRead(context);
      for (const { window, addresses } of reads) {
        const type = transfer === 'push' ? 'TAKE' : 'READ';
        const take = { type, item, of: 'combine', addresses, reader: self } as const;
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
        const found = (event as Taken).found.map(({ address, copy }) => ({
          token: tokenAt(context, address),
          copy,
        }));
        // Numbers are summed in an order that does not depend on how they have arrived; to show it, that is kept.
        const byChoice = (one: Copy, other: Copy) =>
          context.numbers === null ? one.choice - other.choice : 0;
        draft.found = castDraft(
          [...context.found, ...found].sort(
            (one, other) => one.token - other.token || byChoice(one.copy, other.copy),
          ),
        );
      }),
    ),
    sumTokens: enqueueActions(({ context, enqueue }) => {
      const { item, die, routing, layout, found, self, stream, numbers } = context;
      const tokens: CombinedToken[] = [];
      routing.forEach((chosen, token) => {
        const summed = found
          .filter((each) => each.token === token)
          .map(({ copy }) => [copy.token, copy.expert] as const);
        const due = expertsOf(layout, chosen).map((expert) => [token, expert] as const);
        enqueue.emit({
          type: 'REDUCED',
          item,
          die,
          token,
          summed: summed.sort(byToken),
          chosen: due.sort(byToken),
        });
        if (numbers === null) return;
        const arrived = found.filter((each) => each.token === token).map(({ copy }) => copy);
        const id = { item, source: die, token };
        tokens.push(combinedToken(numbers, id, expertsOf(layout, chosen), arrived));
      });
      enqueue.emit({ type: 'COMBINE_ENDED', item, operator: self });
      const combined: Combined = { type: 'COMBINED', item, tokens };
      enqueue.sendTo(componentRef(stream), combined);
    }),
    acknowledge: enqueueActions(({ context, enqueue }) => {
      const { acknowledges, die, layout, item } = context;
      if (!acknowledges) return;
      for (const { window, message } of acknowledgements(layout, die, operationOf(item, 'combine'))) {
        enqueue.sendTo(componentRef(window), message);
      }
    }),
    tellGivenUp: sendTo(
      componentRef(({ context }) => context.stream),
      { type: 'GIVEN_UP' },
    ),
    forget: assign(({ context }) =>
      produce(context, (draft) => {
        Object.assign(draft, { item: 0, routing: [], results: [], reading: 0, found: [] });
      }),
    ),
  },
}).createMachine({
  id: 'fused-combine',
  context: ({ input }) => ({
    ...input,
    item: 0,
    routing: [],
    results: [],
    sending: 0,
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
        COMBINE: [
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
          { guard: 'isLastCore', target: 'waiting', actions: ['countCore', 'awaitResults'] },
          { actions: 'countCore' },
        ],
      },
    },
    waiting: {
      on: { ALL_ARRIVED: { target: 'reducing' } },
    },
    reducing: {
      after: { reduce: { target: 'reading', actions: ['resetCells', 'readSlots'] } },
    },
    reading: {
      always: {
        guard: 'isNothingToRead',
        target: 'idle',
        actions: ['sumTokens', 'acknowledge', 'forget'],
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
