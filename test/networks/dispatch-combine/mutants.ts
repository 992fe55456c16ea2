import { assign, emit, enqueueActions } from 'xstate';
import type { OperatorContext, SlotsOfWindow, Sum } from '../../../machines/moe/fused-operator.js';
import type { ExpertContext } from '../../../machines/moe/expert-ffn.js';
import { results } from '../../../machines/moe/expert-ffn.js';
import { resultShares, sums } from '../../../machines/moe/combine-plan.js';
import {
  assembled,
  dispatchFlags,
  dispatchShares,
  dispatchSlots,
} from '../../../machines/moe/dispatch-plan.js';
import { expertsOf } from '../../../machines/moe/placement.js';
import { dispatchAddress } from '../../../machines/moe/window-layout.js';
import type { DenseOutput, Row } from '../../../machines/moe/dense-output.js';
import type { SendingCoreContext, Store } from '../../../machines/moe/sending-core.js';
import { missingPeers, type Share, type WaitingCoresContext } from '../../../machines/moe/waiting-cores.js';
import type { WindowContext } from '../../../machines/die/receive-window.js';
import type { Flag, Missing, Operator, Take, Write } from '../../../machines/die/window-protocol.js';
import type { UbPathContext } from '../../../machines/interconnect/ub-path.js';
import type { StreamContext } from '../../../machines/pipeline/moe-stream.js';
import { componentRef, type Configuration, type Patch } from '../../../src/index.js';

/** What would be a mistake of a kernel engineer, as a patch of the healthy protocol. */
export interface Mutant {
  readonly name: string;
  /** The claim that catches it, and the length of its shortest counterexample. */
  readonly property: string;
  readonly steps: number;
  /** Of a run that goes on for ever: how many of the steps come before its cycle. */
  readonly loop?: number;
  readonly configuration: Configuration;
  readonly patch: Patch;
  /** What is told is as in the healthy protocol, and what should have happened has not. */
  readonly isOnlyTold?: true;
}

/** A mistake that leaves something out that takes time: nothing is violated, but what happens meanwhile happens no more. */
export interface HurriedMutant extends Pick<Mutant, 'name' | 'configuration' | 'patch'> {
  /** The witness that is not met. */
  readonly witness: string;
}

interface Of<Context, Event = { readonly type: string }> {
  readonly context: Context;
  readonly event: Event;
}

type Asked = { readonly type: string; readonly reader: string };

/** Sends a message to a component. */
const say = <To, What>(to: (of: To) => string, what: (of: What) => object) =>
  enqueueActions(({ context, event, enqueue }) => {
    const of: unknown = { context, event };
    enqueue.sendTo(componentRef(to(of as To)), what(of as What) as never);
  });

export const ONE: Configuration = { tokens: 1, layers: 1, routing: 'balanced' };
const TWO_TOKENS: Configuration = { ...ONE, tokens: 2 };
const TWO_LAYERS: Configuration = { ...ONE, layers: 2 };
const THREE_LAYERS: Configuration = { ...ONE, layers: 3 };
const STAGED: Configuration = { ...TWO_TOKENS, ubufferSlots: 2 };
const CREDIT: Configuration = { ...TWO_TOKENS, credits: 1 };
const FLAP: Configuration = { ...TWO_TOKENS, credits: 1, flaps: 1 };
const TWO_EXPERTS: Configuration = { ...ONE, expertsPerDie: 2, topK: 2 };
const REPLICAS: Configuration = { ...ONE, redundant: 1 };
/** Strides over tokens and over experts show where there are several of both. */
export const STRIDES: Configuration = { ...TWO_TOKENS, dies: 2, sharedDies: 1, expertsPerDie: 2 };
const TWO_CORES: Configuration = { ...TWO_TOKENS, cores: 2, idleDies: 1 };
const ALIVE: Configuration = { ...ONE, limit: 'probe' };
const FAILURE: Configuration = { ...ALIVE, failures: 1 };
const FAILURE_IN_TWO: Configuration = { ...FAILURE, tokens: 0, microbatches: 2 };
const FAILURE_STAGED: Configuration = { ...FAILURE, ubufferSlots: 1, idleDies: 1 };
const TWO_FAILURES: Configuration = { ...FAILURE, dies: 3, tokens: 0, failures: 2 };
const FAILURE_OF_THREE: Configuration = { ...FAILURE, dies: 3, tokens: 0 };

const combineWith = (change: (all: Sum[]) => Sum[]): Patch => ({
  provide: {
    'fused-combine': {
      actions: {
        handOver: say(
          ({ context }: Of<OperatorContext>) => context.stream,
          ({ context }: Of<OperatorContext>) => ({
            type: 'COMBINED',
            item: context.item,
            sums: change(sums(context)),
          }),
        ),
      },
    },
  },
});

const dispatchWith = (change: (dense: DenseOutput) => DenseOutput): Patch => ({
  provide: {
    'fused-dispatch': {
      actions: {
        handOver: say(
          ({ context }: Of<OperatorContext>) => context.stream,
          ({ context }: Of<OperatorContext>) => ({
            type: 'DISPATCHED',
            item: context.item,
            ...change(assembled(context)),
          }),
        ),
      },
    },
  },
});

const expertWith = (compute: (context: ExpertContext) => unknown): Patch => ({
  provide: {
    'expert-ffn': {
      actions: {
        handOver: say(
          ({ context }: Of<ExpertContext>) => context.stream,
          ({ context }: Of<ExpertContext>) => ({
            type: 'COMPUTED',
            item: context.item,
            rows: compute(context),
          }),
        ),
      },
    },
  },
});

const layerBy = (next: (layer: number) => number): Patch => ({
  provide: {
    'moe-stream': {
      actions: {
        nextLayer: assign(({ context }: Of<StreamContext>) => ({
          layer: next(context.layer),
          routing: [],
          rows: [],
          counts: [],
        })),
      },
    },
  },
});

/** The window tells what it holds of what it is asked for, and answers with what `keep` leaves of it; `frees` tells which slots are empty afterwards. */
const windowReads = (
  of: Operator,
  keep: (at: number) => boolean,
  frees: (at: number) => boolean = () => true,
): Patch => ({
  provide: {
    'receive-window': {
      actions: {
        readOut: enqueueActions(({ context, event, enqueue }) => {
          const { cells, self } = context as unknown as WindowContext;
          const take = event as unknown as Take;
          const slots = take.addresses.map((address) => {
            const cell = cells[address];
            return { address, copy: cell?.kind === 'slot' ? cell.copy : null };
          });
          const found = slots.filter((slot, at) => slot.copy !== null && (take.of !== of || keep(at)));
          const type = take.type === 'TAKE' ? 'TAKEN' : 'DATA';
          enqueue.sendTo(componentRef(take.reader), { type, found, source: self } as never);
          const left = Object.entries(cells).filter(([address]) => {
            const at = take.addresses.indexOf(Number(address));
            return at < 0 || (take.of === of && !frees(at));
          });
          enqueue.assign({ cells: Object.fromEntries(left) } as never);
        }),
      },
    },
  },
});

const flagsBy = (change: (flags: ReturnType<typeof dispatchFlags>, context: OperatorContext) => unknown[]) =>
  ({
    provide: {
      'fused-dispatch': {
        actions: {
          signalPeers: enqueueActions(({ context, enqueue }) => {
            const operator = context as unknown as OperatorContext;
            const flags = change(dispatchFlags(operator), operator) as ReturnType<typeof dispatchFlags>;
            for (const { window, flag } of flags) enqueue.sendTo(componentRef(window), flag as never);
          }),
        },
      },
    },
  }) satisfies Patch;

const answersWith = (dead: (known: readonly number[]) => readonly number[]): Patch => ({
  provide: {
    'die-health': {
      actions: {
        tellKnown: say(
          (of: Of<unknown, Asked>) => of.event.reader,
          ({ context }: Of<{ die: number; knownDead: number[] }>) => ({
            type: 'PROBED',
            die: context.die,
            dead: dead(context.knownDead),
          }),
        ),
      },
    },
  },
});

const nothing = (machine: string, action: string): Patch => ({
  provide: { [machine]: { actions: { [action]: enqueueActions(() => {}) } } },
});

const guard = (machine: string, name: string, judge: (of: Of<never>) => boolean): Patch => ({
  provide: { [machine]: { guards: { [name]: judge } } },
});

const onLinkDown = (states: readonly string[]): Patch => ({
  chart: {
    'ub-path': (chart) => {
      for (const state of states) chart.states![state]!.on = { POST: chart.states!['up']!.on!['POST'] };
    },
  },
});

/** The core writes somewhere else than it was told to. */
const writesTo = (operator: Operator, elsewhere: (address: number) => number): Patch => ({
  provide: {
    'sending-core': {
      actions: {
        writeOldest: enqueueActions(({ context, enqueue }) => {
          const { posted, self } = context as unknown as SendingCoreContext;
          const { window, address, copy } = posted[0]!.store;
          const write: Write = {
            type: 'WRITE',
            address: copy.of === operator ? elsewhere(address) : address,
            copy,
            writer: self,
          };
          enqueue.sendTo(componentRef(window), write as never);
        }),
      },
    },
  },
});

/** FusedDispatch gives its cores other addresses than those at which the receivers look. */
const tokensAt = (elsewhere: (address: number) => number): Patch => ({
  provide: {
    'fused-dispatch': {
      actions: {
        sendTokens: enqueueActions(({ context, enqueue }) => {
          const shares = dispatchShares(context as OperatorContext).map((stores) =>
            stores.map((store) => ({ ...store, address: elsewhere(store.address) })),
          );
          enqueue({ type: 'startCores', params: { shares } });
        }),
      },
    },
  },
});

/** FusedDispatch sends the copies for an expert to a place of this choice, and tells the counts accordingly. */
function placedBy(
  choose: (layout: OperatorContext['layout'], expert: number, source: number) => number,
): Patch {
  const copiesOf = ({ routing, layout, die }: OperatorContext) =>
    routing.flatMap((chosen, token) =>
      expertsOf(layout, chosen).map((expert, choice) => {
        const to = choose(layout, expert, die);
        return { to, copy: { of: 'dispatch', source: die, token, choice, expert, precision: 'BF16' } };
      }),
    );
  return {
    provide: {
      'fused-dispatch': {
        actions: {
          sendTokens: enqueueActions(({ context, enqueue }) => {
            const { layout, item, die, cores } = context as unknown as OperatorContext;
            const stores = copiesOf(context as unknown as OperatorContext).map(({ to, copy }) => ({
              window: `window.${to}.dispatch.${item % 2}`,
              address: dispatchAddress(layout, die, 0, copy.token),
              copy: { ...copy, item },
            }));
            enqueue.sendTo(componentRef(cores[0]!), { type: 'SEND', stores } as never);
          }),
          signalPeers: enqueueActions(({ context, enqueue }) => {
            const operator = context as unknown as OperatorContext;
            dispatchFlags(operator).forEach(({ window, flag }, peer) => {
              const count = copiesOf(operator).filter(({ to }) => to === peer).length;
              enqueue.sendTo(componentRef(window), { ...flag, counts: [count] } as never);
            });
          }),
        },
      },
    },
  };
}

/** Flags that FusedDispatch waits for. */
const awaits = (shares: (context: OperatorContext) => readonly Share[]): Patch => ({
  provide: {
    'fused-dispatch': {
      actions: {
        awaitFlags: enqueueActions(({ context, enqueue }) => {
          const awaited = shares(context as unknown as OperatorContext);
          enqueue({ type: 'awaitSignals', params: { shares: awaited } } as never);
        }),
      },
    },
  },
});

const addedAtIssue: Patch = {
  provide: {
    'sending-core': {
      actions: {
        noteIssued: enqueueActions(({ context, enqueue }) => {
          const { signal } = (context as unknown as SendingCoreContext).posted[0]!.store;
          enqueue.emit({ type: 'ISSUED', operation: 'WRITE' } as never);
          if (signal !== undefined) enqueue.sendTo(componentRef(signal.window), signal.message as never);
        }),
      },
    },
  },
};

const slotsKept: Patch = {
  provide: {
    'sending-core': {
      actions: {
        freeSlot: assign(({ context }: Of<SendingCoreContext>) => ({
          posted: context.posted.slice(1),
          issued: [...context.issued, context.posted[0]!.store],
        })),
      },
    },
  },
};

/** Staging slots of two tokens of two dies as if they were (token, die of the token), to whom puts results there and to whom pulls them. */
const staged = (address: number): number => [0, 2, 1, 3][address]!;

const stagedByToken: Patch = {
  provide: {
    'fused-combine': {
      actions: {
        startCores: enqueueActions(({ context, enqueue }, params) => {
          const { shares } = params as unknown as { readonly shares: readonly Store[][] };
          (context as OperatorContext).cores.forEach((core, at) => {
            const stores = shares[at]!.map((store) => ({ ...store, address: staged(store.address) }));
            enqueue.sendTo(componentRef(core), { type: 'SEND', stores });
          });
        }),
        readSlots: enqueueActions(({ context, enqueue }, params) => {
          const { of, slots } = params as unknown as {
            readonly of: Operator;
            readonly slots: SlotsOfWindow[];
          };
          const { item, self: reader } = context as OperatorContext;
          for (const { window, addresses } of slots) {
            const swapped = addresses.map(staged);
            enqueue.sendTo(componentRef(window), { type: 'READ', item, of, addresses: swapped, reader });
          }
          enqueue.assign({ reading: slots.length } as never);
        }),
      },
    },
  },
};

/** Totals: what is summed, computed, laid out; and how many operations there are, in which order. */
export const totals: Mutant[] = [
  {
    name: 'FusedCombine never sums the last token',
    property: 'tokens-summed-once of stream.0',
    steps: 24,
    configuration: ONE,
    patch: combineWith((all) => all.slice(0, -1)),
  },
  {
    name: 'a result goes into the sum twice',
    property: 'tokens-summed-once of stream.0',
    steps: 24,
    configuration: ONE,
    patch: combineWith((all) =>
      all.map((sum) => ({ ...sum, results: [...sum.results, ...sum.results.slice(0, 1)] })),
    ),
  },
  {
    name: 'the sums of two tokens are swapped',
    property: 'tokens-summed-once of stream.0',
    steps: 34,
    configuration: TWO_TOKENS,
    patch: combineWith(([one, other]) => [
      { token: one!.token, results: other!.results },
      { token: other!.token, results: one!.results },
    ]),
  },
  {
    name: 'a window tells that the result of the last token was read out of it, and does not give it',
    property: 'tokens-summed-once of stream.0',
    steps: 34,
    configuration: TWO_TOKENS,
    patch: windowReads('combine', (at) => at === 0),
    isOnlyTold: true,
  },
  {
    name: 'the last result that is pulled is dropped',
    property: 'tokens-summed-once of stream.0',
    steps: 35,
    configuration: { ...TWO_EXPERTS, combineTransfer: 'pull' },
    patch: combineWith((all) => all.map((sum) => ({ ...sum, results: sum.results.slice(0, -1) }))),
  },
  {
    name: 'the slots of results that are pulled go by their tokens first, and then by the dies of these',
    property: 'tokens-summed-once of stream.0',
    steps: 46,
    configuration: { ...TWO_TOKENS, dispatchTransfer: 'pull', combineTransfer: 'pull' },
    patch: stagedByToken,
  },
  {
    name: 'every die skips a layer',
    property: 'operator-order of stream.0',
    steps: 25,
    configuration: THREE_LAYERS,
    patch: layerBy((layer) => layer + 2),
  },
  {
    name: 'every die leaves out the last layer',
    property: 'operator-order of stream.0',
    steps: 26,
    configuration: TWO_LAYERS,
    patch: guard(
      'moe-stream',
      'isLastLayer',
      ({ context }) => (context as StreamContext).layer + 2 === (context as StreamContext).layers,
    ),
  },
  {
    name: 'a layer is run twice',
    property: 'operator-order of stream.0',
    steps: 25,
    configuration: TWO_LAYERS,
    patch: layerBy((layer) => layer),
    isOnlyTold: true,
  },
  {
    name: 'a stream combines without computing',
    property: 'operator-order of stream.0',
    steps: 11,
    configuration: ONE,
    patch: {
      chart: {
        'moe-stream': (chart) => {
          chart.states!['dispatching']!.on = {
            DISPATCHED: { target: 'combining', actions: ['passTurn', 'noteRows', 'startCombine'] },
          };
        },
      },
    },
  },
  {
    name: 'a microbatch gets two turns for one',
    property: 'dispatches-in-turn at die 0',
    steps: 16,
    configuration: { ...TWO_LAYERS, tokens: 0, microbatches: 2 },
    patch: {
      chart: {
        'moe-stream': (chart) => {
          chart.on!['TURN'] = { actions: ['noteTurn', 'noteTurn'] };
        },
      },
    },
  },
  {
    name: 'a microbatch does not wait for its turn',
    property: 'dispatches-in-turn at die 0',
    steps: 1,
    configuration: { ...ONE, microbatches: 2 },
    patch: guard('moe-stream', 'hasTurn', () => true),
  },
  {
    name: 'FusedDispatch is begun, and hands over at once what it was not sent',
    property: 'one-flag-per-peer at die 0',
    steps: 1,
    configuration: ONE,
    patch: {
      chart: {
        'fused-dispatch': (chart) => {
          chart.states!['idle']!.on = {
            DISPATCH: { actions: ['takeOrder', 'noteBegun', 'handOver', 'forget'] },
          };
        },
      },
    },
    isOnlyTold: true,
  },
  {
    name: 'the dense output is laid out by source instead of by expert',
    property: 'copies-arrive-once at die 0',
    steps: 11,
    configuration: { ...TWO_EXPERTS, topK: 1, routing: 'any' },
    patch: dispatchWith(({ rows, counts }) => ({
      rows: [...rows].sort((one, other) => one!.source - other!.source),
      counts,
    })),
  },
  {
    name: 'the counts of two experts are swapped',
    property: 'copies-arrive-once at die 0',
    steps: 8,
    configuration: { ...TWO_EXPERTS, topK: 1, routing: 'any' },
    patch: dispatchWith(({ rows, counts }) => ({ rows, counts: [...counts].reverse() })),
  },
  {
    name: 'the last row of the dense output holds the row before it once more',
    property: 'copies-arrive-once at die 0',
    steps: 29,
    configuration: { ...TWO_TOKENS, topK: 2 },
    patch: dispatchWith(({ rows, counts }) => ({
      rows: rows.map((row, at) => (at > 0 && at === rows.length - 1 ? rows[at - 1]! : row)),
      counts,
    })),
  },
  {
    name: 'a window tells that a token was read out of it, and does not give it',
    property: 'copies-arrive-once at die 0',
    steps: 17,
    configuration: TWO_TOKENS,
    patch: windowReads('dispatch', (at) => at === 0),
    isOnlyTold: true,
  },
  {
    name: 'an expert computes with the weights of another die’s expert',
    property: 'computed-by-its-expert at die 0',
    steps: 12,
    configuration: ONE,
    patch: expertWith((context) =>
      results({ ...context, weights: context.weights.map((weights) => 1 - weights) }),
    ),
  },
  {
    name: 'all rows are computed with the weights of the first local expert',
    property: 'computed-by-its-expert at die 0',
    steps: 9,
    configuration: { ...TWO_EXPERTS, topK: 1, routing: 'any' },
    patch: expertWith((context) =>
      results({ ...context, weights: context.weights.map(() => context.weights[0]!) }),
    ),
  },
  {
    name: 'the experts have begun, and hand back the tokens as they came',
    property: 'computed-by-its-expert at die 0',
    steps: 12,
    configuration: ONE,
    patch: expertWith(({ rows }) => rows),
    isOnlyTold: true,
  },
  {
    name: 'a hole is left before the first row of the dense output, and the last row is behind it',
    property: 'copies-arrive-once at die 0',
    steps: 8,
    configuration: { ...ONE, routing: 'any' },
    patch: dispatchWith(({ rows, counts }) => ({ rows: rows.length === 0 ? [] : [null, ...rows], counts })),
  },
  {
    name: 'the row of a token that was not found stays empty',
    property: 'copies-arrive-once at die 0',
    steps: 8,
    configuration: { ...ONE, routing: 'any' },
    patch: dispatchWith(({ rows, counts }) => ({
      rows: rows.map((row, at): Row => (at === 0 ? null : row)),
      counts,
    })),
  },
  {
    name: 'tokens are read as if they were BF16',
    property: 'copies-arrive-once at die 0',
    steps: 8,
    configuration: { ...ONE, routing: 'any' },
    patch: dispatchWith(({ rows, counts }) => ({
      rows: rows.map((row): Row => (row === null ? null : { ...row, precision: 'BF16' })),
      counts,
    })),
  },
  {
    name: 'experts hand over INT8',
    property: 'computed-by-its-expert at die 0',
    steps: 9,
    configuration: { ...ONE, routing: 'any' },
    patch: expertWith((context) =>
      results(context).map((row): Row => (row === null ? null : { ...row, precision: 'INT8' })),
    ),
  },
  {
    name: 'results are read as if they were INT8',
    property: 'tokens-summed-once of stream.1',
    steps: 18,
    configuration: { ...ONE, idleDies: 1 },
    patch: combineWith((all) =>
      all.map((sum) => ({
        ...sum,
        results: sum.results.map((result) => ({ ...result, precision: 'INT8' as const })),
      })),
    ),
  },
  {
    name: 'FusedCombine sums what lies there when its first result is signalled',
    property: 'tokens-summed-once of stream.0',
    steps: 26,
    configuration: { ...ONE, topK: 2 },
    patch: {
      provide: {
        'fused-combine': {
          actions: {
            awaitResults: enqueueActions(({ context, enqueue }) => {
              const shares = resultShares(context as unknown as OperatorContext).map((share) => ({
                ...share,
                cells: share.cells.map((cell) => ({ ...cell, value: 1 })),
              }));
              enqueue({ type: 'awaitSignals', params: { shares } } as never);
            }),
          },
        },
      },
    },
  },
  {
    name: 'the first replica of an expert serves all dies',
    property: 'replicas-share-the-dies',
    steps: 11,
    configuration: REPLICAS,
    patch: placedBy((_, expert) => expert),
  },
  {
    name: 'the second replica of an expert serves all dies',
    property: 'replicas-share-the-dies',
    steps: 11,
    configuration: REPLICAS,
    patch: placedBy(({ dies }) => dies - 1),
  },
  {
    name: 'the first die with the shared expert serves all dies',
    property: 'replicas-share-the-dies',
    steps: 25,
    configuration: { ...ONE, dies: 3, sharedDies: 2 },
    patch: placedBy(({ sharedDies }, expert) => (expert < 0 ? 0 : sharedDies + expert)),
  },
];

/** What is in windows, who reads it, and what is left of it. */
export const windows: Mutant[] = [
  {
    name: 'a window tells that it was stored into, and keeps nothing',
    property: 'flag-implies-data',
    steps: 11,
    configuration: ONE,
    patch: nothing('receive-window', 'storeCopy'),
    isOnlyTold: true,
  },
  {
    name: 'FusedDispatch signals as soon as its cores have begun',
    property: 'flag-implies-data',
    steps: 8,
    configuration: ONE,
    patch: {
      chart: {
        'fused-dispatch': (chart) => {
          const { sending } = chart.states!;
          sending!.entry = [...[sending!.entry].flat(), 'signalPeers'];
          sending!.on = {
            SENT: [
              { guard: 'isLastToSend', target: 'waiting', actions: 'countSent' },
              { actions: 'countSent' },
            ],
          };
        },
      },
    },
  },
  {
    name: 'a core adds for its results before they are visible',
    property: 'flag-implies-data',
    steps: 23,
    configuration: ONE,
    patch: addedAtIssue,
  },
  {
    name: 'a window tells that a slot was read, and does not free it',
    property: 'no-overwrite',
    steps: 54,
    configuration: THREE_LAYERS,
    patch: windowReads(
      'dispatch',
      () => true,
      () => false,
    ),
    isOnlyTold: true,
  },
  {
    name: 'a slot of the last operation is read and not freed',
    property: 'as-at-the-start',
    steps: 26,
    configuration: ONE,
    patch: windowReads(
      'combine',
      () => true,
      () => false,
    ),
    isOnlyTold: true,
  },
  {
    name: 'FusedDispatch zeroes the flags before it has waited for them',
    property: 'no-overwrite',
    steps: 9,
    configuration: ONE,
    patch: {
      chart: {
        'fused-dispatch': (chart) => {
          const { waiting } = chart.states!;
          const { actions } = waiting!.on!['ALL_ARRIVED'] as { actions: [unknown, unknown] };
          waiting!.entry = [actions[1], ...[waiting!.entry].flat()];
        },
      },
    },
  },
  {
    name: 'with one buffer a die does not wait for the acknowledgements',
    property: 'no-overwrite',
    steps: 32,
    configuration: { ...THREE_LAYERS, buffers: 'one-ack' },
    patch: guard('fused-dispatch', 'needsAcknowledgement', () => false),
  },
  {
    name: 'the flags are not zeroed',
    property: 'signals-of-their-operation',
    steps: 54,
    configuration: THREE_LAYERS,
    patch: nothing('fused-dispatch', 'resetSignals'),
  },
  {
    name: 'the counters of results are not reset',
    property: 'signals-of-their-operation',
    steps: 67,
    configuration: THREE_LAYERS,
    patch: nothing('fused-combine', 'resetSignals'),
  },
  {
    name: 'the sense of the flags does not alternate',
    property: 'signals-of-their-operation',
    steps: 54,
    configuration: { ...THREE_LAYERS, flags: 'sense' },
    patch: {
      chart: {
        'fused-dispatch': (chart) => {
          chart.states!['waiting']!.entry = {
            type: 'awaitSignals',
            params: ({ context }: Of<OperatorContext>) => ({
              shares: [
                {
                  window: `status.${context.die}.${context.item % 2}`,
                  cells: [0, 1].map((address) => ({ address, value: 1 })),
                  peers: [[0], [1]],
                },
              ],
            }),
          };
        },
      },
    },
  },
  {
    name: 'the counter of one token is not reset in the last operation',
    property: 'as-at-the-start',
    steps: 26,
    configuration: ONE,
    patch: nothing('fused-combine', 'resetSignals'),
  },
  {
    name: 'an add is left under way',
    property: 'as-at-the-start',
    steps: 27,
    configuration: ONE,
    patch: {
      provide: {
        'fused-combine': {
          actions: {
            forgetResults: enqueueActions(({ context, enqueue }) => {
              const { die, item } = context as unknown as OperatorContext;
              const add = { type: 'ADD', address: 9, source: die, item };
              enqueue.sendTo(componentRef(`window.${die}.combine.0`), add as never);
              enqueue.assign({ rows: [] } as never);
            }),
          },
        },
      },
    },
  },
  {
    name: 'a window tells that it was flagged, and keeps no flag',
    property: 'deadlock-freedom',
    steps: 12,
    configuration: ONE,
    patch: nothing('receive-window', 'storeFlag'),
    isOnlyTold: true,
  },
  {
    name: 'a die signals every peer twice',
    property: 'one-flag-per-peer at die 0',
    steps: 6,
    configuration: ONE,
    patch: flagsBy((flags) => [...flags, ...flags]),
  },
  {
    name: 'a die does not wait for the flag of the last die',
    property: 'one-flag-per-peer at die 0',
    steps: 3,
    configuration: { ...ONE, tokens: 0 },
    patch: {
      chart: {
        'fused-dispatch': (chart) => {
          chart.states!['waiting']!.entry = {
            type: 'awaitSignals',
            params: ({ context }: Of<OperatorContext>) => ({
              shares: [
                { window: `status.${context.die}.0`, cells: [{ address: 0, value: 1 }], peers: [[0]] },
              ],
            }),
          };
        },
      },
    },
  },
  {
    name: 'a die signals one peer in the place of another',
    property: 'one-flag-per-peer at die 0',
    steps: 10,
    configuration: ONE,
    patch: flagsBy((flags) =>
      flags.map(({ window, flag }): { window: string; flag: Flag } => ({
        window,
        flag: { ...flag, source: 0 },
      })),
    ),
  },
  {
    name: 'a dispatch does not wait for the other dies',
    property: 'epoch-skew',
    steps: 4,
    configuration: { ...TWO_LAYERS, routing: 'any' },
    patch: {
      chart: {
        'fused-dispatch': (chart) => {
          chart.states!['sending']!.on = {
            SENT: { target: 'idle', actions: ['countSent', 'signalPeers', 'handOver', 'forget'] },
          };
        },
      },
    },
  },
  {
    name: 'a window tells that flags were zeroed, and leaves them',
    property: 'signals-of-their-operation',
    steps: 54,
    configuration: THREE_LAYERS,
    patch: nothing('receive-window', 'resetCells'),
    isOnlyTold: true,
  },
  {
    name: 'a core writes a token behind the last slot',
    property: 'stores-within-window',
    steps: 4,
    configuration: ONE,
    patch: writesTo('dispatch', (address) => address + 1_000_000),
  },
  {
    name: 'a core writes a result before the first slot',
    property: 'stores-within-window',
    steps: 12,
    configuration: { ...ONE, idleDies: 1 },
    patch: writesTo('combine', (address) => address - 1),
  },
  {
    name: 'a result is put where it would be if tokens had none of the shared expert',
    property: 'no-overwrite',
    steps: 40,
    configuration: STRIDES,
    // Slot (token, choice), of two choices, one of which is the shared expert.
    patch: writesTo('combine', (address) => Math.floor(address / 2) + (address % 2)),
  },
  {
    name: 'a token is put where it would be if each expert had one slot for each die',
    property: 'no-overwrite',
    steps: 13,
    configuration: STRIDES,
    // Slot (local expert, die, copy), of two dies with two copies each.
    patch: tokensAt(
      (address) => 2 * Math.floor(address / 4) + 2 * (Math.floor(address / 2) % 2) + (address % 2),
    ),
  },
  {
    name: 'a core tells that a write is issued, and writes between two slots',
    property: 'stores-within-window',
    steps: 4,
    configuration: ONE,
    patch: writesTo('dispatch', (address) => address + 0.5),
    isOnlyTold: true,
  },
  {
    name: 'a window tells that a token was stored, and holds nothing of it',
    property: 'slots-read-once at die 0',
    steps: 11,
    configuration: ONE,
    patch: nothing('receive-window', 'storeCopy'),
    isOnlyTold: true,
  },
  {
    name: 'each token is read twice',
    property: 'slots-read-once at die 0',
    steps: 11,
    configuration: ONE,
    patch: {
      provide: {
        'fused-dispatch': {
          actions: {
            readTokens: enqueueActions(({ context, enqueue }) => {
              const slots = dispatchSlots(context as unknown as OperatorContext).map((each) => ({
                ...each,
                addresses: [...each.addresses, ...each.addresses],
              }));
              enqueue({ type: 'readSlots', params: { of: 'dispatch', slots } } as never);
            }),
          },
        },
      },
    },
  },
  {
    name: 'the results are never read',
    property: 'slots-read-once at die 1',
    steps: 19,
    configuration: { ...ONE, idleDies: 1 },
    patch: nothing('fused-combine', 'readResults'),
  },
  {
    name: 'a die waits for its own flag only',
    property: 'epoch-skew',
    steps: 8,
    configuration: { ...TWO_LAYERS, tokens: 0 },
    patch: awaits(({ die, item }) => [
      { window: `status.${die}.${item % 2}`, cells: [{ address: die, value: 1 }], peers: [[die]] },
    ]),
  },
  {
    name: 'a die asks for all flags, and does not wait for them',
    property: 'epoch-skew',
    steps: 9,
    configuration: { ...TWO_LAYERS, tokens: 0 },
    patch: {
      chart: {
        'fused-dispatch': (chart) => {
          chart.states!['sending']!.on!['SENT'] = {
            target: 'gathering',
            actions: ['countSent', 'signalPeers', 'awaitFlags'],
          };
          chart.on!['ALL_ARRIVED'] = {};
        },
      },
    },
    isOnlyTold: true,
  },
  {
    name: 'a stream passes its turn on, and keeps it',
    property: 'dispatches-in-turn at die 0',
    steps: 8,
    configuration: { ...TWO_LAYERS, tokens: 0, microbatches: 2 },
    patch: {
      provide: {
        'moe-stream': {
          actions: {
            passTurn: say(
              ({ context }: Of<StreamContext>) => context.wiring.next,
              () => ({ type: 'TURN' }),
            ),
          },
        },
      },
    },
    isOnlyTold: true,
  },
];

/** Credits, links, stages of the send pipeline. */
export const flow: Mutant[] = [
  {
    name: 'one write more than the credits is under way',
    property: 'writes-within-credits of ub.1',
    steps: 5,
    configuration: CREDIT,
    patch: guard('ub-path', 'hasCredit', ({ context }) => (context as UbPathContext).credits > -1),
  },
  {
    name: 'a path issues without taking a credit',
    property: 'credits-conserved of ub.1',
    steps: 3,
    configuration: CREDIT,
    patch: nothing('ub-path', 'takeCredit'),
    isOnlyTold: true,
  },
  {
    name: 'a path looks for a credit, and neither takes it nor gives it back',
    property: 'writes-within-credits of ub.1',
    steps: 5,
    isOnlyTold: true,
    configuration: CREDIT,
    patch: {
      provide: {
        'ub-path': {
          actions: { takeCredit: enqueueActions(() => {}), takeCreditBack: enqueueActions(() => {}) },
        },
      },
    },
  },
  {
    name: 'a credit is counted twice when it comes back',
    property: 'credits-conserved of ub.1',
    steps: 4,
    configuration: CREDIT,
    patch: {
      chart: {
        'ub-path': (chart) => {
          chart.on!['CREDIT'] = { actions: ['takeCreditBack', 'takeCreditBack'] };
        },
      },
    },
  },
  {
    name: 'a core tells that a write is issued, and writes nothing',
    property: 'deadlock-freedom',
    steps: 8,
    configuration: CREDIT,
    patch: nothing('sending-core', 'writeOldest'),
    isOnlyTold: true,
  },
  {
    name: 'writes are issued while the link is down',
    property: 'issued-while-up of ub.0',
    steps: 4,
    configuration: FLAP,
    patch: onLinkDown(['down', 'retraining']),
  },
  {
    name: 'writes are issued while the link is retrained',
    property: 'issued-while-up of ub.0',
    steps: 5,
    configuration: FLAP,
    patch: onLinkDown(['retraining']),
  },
  {
    name: 'a link tells that it is down, and its path stays open',
    property: 'issued-while-up of ub.0',
    steps: 4,
    configuration: FLAP,
    patch: {
      chart: {
        'ub-path': (chart) => {
          chart.states!['up']!.on!['LINK_DOWN'] = { guard: 'hasFlap', actions: ['countFlap', 'tellDown'] };
        },
      },
    },
    isOnlyTold: true,
  },
  {
    name: 'the quantisation stage never runs',
    property: 'stages-in-order',
    steps: 6,
    configuration: STAGED,
    patch: {
      provide: {
        'sending-core': {
          actions: {
            quantise: assign(({ context }: Of<SendingCoreContext>) => ({
              quantising: context.quantising.slice(1),
              quantised: [...context.quantised, ...context.quantising.slice(0, 1)],
            })),
          },
        },
      },
    },
  },
  {
    name: 'a token is stored as soon as it is loaded',
    property: 'stages-in-order',
    steps: 5,
    configuration: STAGED,
    patch: {
      provide: {
        'sending-core': {
          guards: {
            hasLoaded: () => false,
            hasQuantised: ({ context }: Of<SendingCoreContext>) => context.loaded.length > 0,
          },
          actions: {
            beginStore: assign(({ context }: Of<SendingCoreContext>) => ({
              loaded: context.loaded.slice(1),
              storing: [...context.storing, ...context.loaded.slice(0, 1)],
            })),
          },
        },
      },
    },
  },
  {
    name: 'without stages, too, no token is quantised',
    property: 'stages-in-order',
    steps: 4,
    configuration: ONE,
    patch: {
      provide: {
        'sending-core': {
          actions: {
            postChunk: enqueueActions(({ context, enqueue }) => {
              const { unsent, port, self, posted } = context as unknown as SendingCoreContext;
              if (unsent.length > 0)
                enqueue.sendTo(componentRef(port), { type: 'POST', writer: self } as never);
              const tasks = unsent.slice(0, 1).map((store) => ({ store, slot: -1 }));
              enqueue.assign({ unsent: unsent.slice(1), posted: [...posted, ...tasks] } as never);
            }),
          },
        },
      },
    },
  },
  {
    name: 'stage 2 has run, and what is sent is what was loaded',
    property: 'stages-in-order',
    steps: 6,
    configuration: STAGED,
    patch: {
      provide: {
        'sending-core': {
          actions: {
            writeOldest: enqueueActions(({ context, enqueue }) => {
              const { posted, self } = context as unknown as SendingCoreContext;
              const { window, address, copy } = posted[0]!.store;
              const write: Write = { type: 'WRITE', address, copy, writer: self };
              enqueue.sendTo(componentRef(window), write as never);
            }),
          },
        },
      },
    },
    isOnlyTold: true,
  },
  {
    name: 'the UBuffer slot of the last token is not freed',
    property: 'as-at-the-start',
    steps: 34,
    configuration: { ...STAGED, tokens: 1 },
    patch: slotsKept,
  },
  {
    name: 'a path issues without counting what it has under way',
    property: 'writes-within-credits of ub.1',
    steps: 5,
    configuration: CREDIT,
    patch: nothing('ub-path', 'takeCredit'),
    isOnlyTold: true,
  },
  {
    name: 'a credit that comes back is not counted',
    property: 'credits-conserved of ub.1',
    steps: 4,
    configuration: CREDIT,
    patch: nothing('ub-path', 'takeCreditBack'),
    isOnlyTold: true,
  },
  {
    name: 'a flag that is stored by a pipe comes before its result',
    property: 'flag-implies-data',
    steps: 17,
    configuration: { ...ONE, idleDies: 1, combineSignal: 'store' },
    patch: {
      provide: {
        'sending-core': {
          actions: {
            writeOldest: enqueueActions(({ context, enqueue }) => {
              const { posted, self } = context as unknown as SendingCoreContext;
              const { window, address, copy, signal } = posted[0]!.store;
              if (signal !== undefined)
                enqueue.sendTo(componentRef(signal.window), { ...signal.message, by: 'scalar' } as never);
              enqueue.sendTo(componentRef(window), { type: 'WRITE', address, copy, writer: self } as never);
            }),
          },
        },
      },
    },
  },
  {
    name: 'the flags of results are not reset',
    property: 'as-at-the-start',
    steps: 19,
    configuration: { ...ONE, idleDies: 1, combineSignal: 'store' },
    patch: nothing('fused-combine', 'resetSignals'),
  },
  {
    name: 'flags that count always count one',
    property: 'signals-of-their-operation',
    steps: 54,
    configuration: { ...THREE_LAYERS, flags: 'counting' },
    patch: {
      provide: {
        ...flagsBy((flags) => flags.map(({ window, flag }) => ({ window, flag: { ...flag, mark: 1 } })))
          .provide,
        'waiting-cores': {
          actions: {
            poll: enqueueActions(({ context, enqueue }) => {
              const { item, self, shares } = context as unknown as WaitingCoresContext;
              for (const { window, cells } of shares) {
                const one = cells.map((cell) => (window.startsWith('status') ? { ...cell, value: 1 } : cell));
                enqueue.sendTo(componentRef(window), {
                  type: 'POLL',
                  item,
                  cells: one,
                  reader: self,
                } as never);
              }
            }),
          },
        },
      },
    },
  },
  {
    name: 'FusedDispatch signals when the first of its cores has sent',
    property: 'flag-implies-data',
    steps: 11,
    configuration: { ...TWO_TOKENS, cores: 2 },
    patch: guard(
      'fused-dispatch',
      'isLastToSend',
      ({ context }) => (context as OperatorContext).sending === 2,
    ),
  },
  {
    name: 'a wait of several cores ends with that of the first',
    property: 'one-flag-per-peer at die 0',
    steps: 3,
    configuration: { ...TWO_CORES, tokens: 0 },
    patch: guard('waiting-cores', 'isNothingOpen', ({ context }) => {
      const { open, shares } = context as WaitingCoresContext;
      return open < Math.max(1, shares.length);
    }),
  },
  {
    name: 'the second core has no share of the tokens',
    property: 'flag-implies-data',
    steps: 8,
    configuration: TWO_CORES,
    patch: {
      provide: {
        'fused-dispatch': {
          actions: {
            sendTokens: enqueueActions(({ context, enqueue }) => {
              const shares = dispatchShares(context as unknown as OperatorContext);
              enqueue({ type: 'startCores', params: { shares: [shares[0]!, []] } } as never);
            }),
          },
        },
      },
    },
  },
];

/** Who gives up, for whom, and who is told. */
export const givingUp: Mutant[] = [
  {
    name: 'a wait gives up at its deadline without looking, although nobody is dead',
    property: 'gives-up-for-the-dead-only',
    steps: 5,
    configuration: ALIVE,
    patch: {
      chart: {
        'waiting-cores': (chart) => {
          chart.states!['polling']!.states!['limited']!.after = {
            limit: { target: '#waiting-cores.givenUp', actions: ['noteBlamed', 'blame', 'giveUp'] },
          };
        },
      },
    },
  },
  {
    name: 'a wait gives up when all of its peers have answered, whatever they say',
    property: 'gives-up-for-the-dead-only',
    steps: 5,
    configuration: ALIVE,
    patch: {
      provide: {
        'waiting-cores': {
          guards: {
            isNobodyDead: () => false,
            isDeadFound: ({ context }: Of<WaitingCoresContext>) => context.asked === 0,
          },
        },
      },
    },
  },
  {
    name: 'whoever is missing is taken for dead',
    property: 'blame-is-right',
    steps: 5,
    configuration: ALIVE,
    patch: {
      provide: {
        'waiting-cores': {
          actions: {
            noteProbed: assign(
              ({ context, event }: Of<WaitingCoresContext, { type: string; die: number }>) => ({
                asked: context.asked - 1,
                suspects: [event.die],
              }),
            ),
          },
        },
      },
    },
  },
  {
    name: 'a wait that gives up blames nobody',
    property: 'blame-is-right',
    steps: 6,
    configuration: FAILURE,
    patch: {
      provide: {
        'waiting-cores': {
          actions: {
            noteBlamed: emit(({ context }: Of<WaitingCoresContext>) => ({
              type: 'BLAMED',
              by: context.die,
              suspects: [],
            })),
          },
        },
      },
    },
  },
  {
    name: 'a die’s link names the die that asks',
    property: 'blame-is-right',
    steps: 6,
    configuration: FAILURE,
    patch: {
      provide: {
        'die-health': {
          actions: {
            reportLinkError: say(
              (of: Of<unknown, Asked>) => of.event.reader,
              ({ context }: Of<{ die: number }>) => ({
                type: 'PROBED',
                die: context.die,
                dead: [1 - context.die],
              }),
            ),
          },
        },
      },
    },
  },
  {
    name: 'a survivor answers "nobody is dead"',
    property: 'tells-of-the-dead',
    steps: 5,
    configuration: FAILURE_OF_THREE,
    patch: answersWith(() => []),
  },
  {
    name: 'a survivor does not remember whom it has found dead',
    property: 'tells-of-the-dead',
    steps: 5,
    configuration: FAILURE_OF_THREE,
    patch: nothing('die-health', 'noteDead'),
    isOnlyTold: true,
  },
  {
    name: 'a survivor tells the number of the next die',
    property: 'tells-of-the-dead',
    steps: 5,
    configuration: FAILURE_OF_THREE,
    patch: answersWith((known) => known.map((die) => die + 1)),
  },
  {
    name: 'an answer that names a dead die is told, and not noted',
    property: 'heeds-the-dead',
    steps: 7,
    configuration: FAILURE,
    patch: {
      provide: {
        'waiting-cores': {
          actions: {
            noteProbed: assign(({ context }: Of<WaitingCoresContext>) => ({ asked: context.asked - 1 })),
          },
        },
      },
    },
    isOnlyTold: true,
  },
  {
    name: 'cells of a window that are missing are taken for cells of every window',
    property: 'heeds-the-dead',
    steps: 3,
    configuration: { ...FAILURE, tokens: 0, cores: 2 },
    patch: {
      provide: {
        'waiting-cores': {
          actions: {
            probeMissing: enqueueActions(({ context, event, enqueue }) => {
              const { shares, self, asked } = context as WaitingCoresContext;
              const { addresses } = event as Missing;
              const peers = shares.flatMap(({ window }) => missingPeers(shares, { window, addresses }));
              for (const peer of peers) {
                enqueue.sendTo(componentRef(`health.${peer}`), { type: 'PROBE', reader: self });
              }
              enqueue.assign({ asked: asked + peers.length - 1 });
            }),
          },
        },
      },
    },
  },
  {
    name: 'give-up is not passed on to the other microbatch',
    property: 'all-give-up',
    steps: 5,
    configuration: FAILURE_IN_TWO,
    patch: nothing('moe-stream', 'tellNext'),
  },
  {
    name: 'an operator does not tell its stream that a wait was given up',
    property: 'all-give-up',
    steps: 5,
    configuration: FAILURE_IN_TWO,
    patch: nothing('fused-dispatch', 'tellGivenUp'),
  },
  {
    name: 'give-up is not passed on, and the die that waits may fail too',
    property: 'gives-up-whole',
    steps: 3,
    configuration: { ...FAILURE_IN_TWO, failures: 2 },
    patch: nothing('moe-stream', 'tellNext'),
  },
  {
    name: 'a microbatch that dispatches is not told',
    property: 'all-give-up',
    steps: 5,
    configuration: FAILURE_IN_TWO,
    patch: {
      chart: {
        'moe-stream': (chart) => {
          chart.states!['gating']!.on!['GIVEN_UP'] = {};
        },
      },
    },
  },
  {
    name: 'a microbatch whose experts compute tells that it has given up, and goes on',
    property: 'all-give-up',
    steps: 10,
    configuration: { ...FAILURE_IN_TWO, layers: 2 },
    patch: {
      chart: {
        'moe-stream': (chart) => {
          for (const state of ['computing', 'combining']) {
            chart.states![state]!.on!['GIVEN_UP'] = { actions: 'tellGaveUp' };
          }
        },
      },
    },
    isOnlyTold: true,
  },
  {
    name: 'a wait gives up, and has told nobody whom it has found dead',
    property: 'gives-up-for-the-dead-only',
    steps: 3,
    configuration: { ...FAILURE, tokens: 0 },
    patch: {
      chart: {
        'waiting-cores': (chart) => {
          chart.states!['polling']!.states!['asking']!.always = [
            { guard: 'isNobodyDead', target: 'limited' },
            { guard: 'isDeadFound', target: '#waiting-cores.givenUp', actions: 'giveUp' },
          ];
        },
      },
    },
  },
  {
    name: 'of two dead dies a wait remembers the one that it was told of last',
    property: 'blame-is-right',
    steps: 4,
    configuration: TWO_FAILURES,
    patch: {
      provide: {
        'waiting-cores': {
          actions: {
            noteProbed: assign(
              ({ context, event }: Of<WaitingCoresContext, { type: string; dead: number[] }>) => ({
                asked: context.asked - 1,
                suspects: event.dead.length > 0 ? event.dead : context.suspects,
              }),
            ),
          },
        },
      },
    },
    isOnlyTold: true,
  },
  {
    name: 'a wait that knows of a dead die waits on',
    property: 'heeds-the-dead',
    steps: 4,
    configuration: { ...FAILURE, tokens: 0 },
    patch: {
      provide: {
        'waiting-cores': {
          guards: {
            isNobodyDead: ({ context }: Of<WaitingCoresContext>) => context.asked === 0,
            isDeadFound: () => false,
          },
        },
      },
    },
  },
  {
    name: 'a wait gives up for two dead dies only',
    property: 'heeds-the-dead',
    steps: 4,
    configuration: { ...FAILURE, tokens: 0 },
    patch: {
      provide: {
        'waiting-cores': {
          guards: {
            isNobodyDead: ({ context: { asked, suspects } }: Of<WaitingCoresContext>) =>
              asked === 0 && suspects.length < 2,
          },
        },
      },
    },
  },
  {
    name: 'FusedDispatch gives up, and gathers what has come',
    property: 'nothing-after-giving-up',
    steps: 4,
    configuration: { ...FAILURE, tokens: 0 },
    patch: {
      chart: {
        'fused-dispatch': (chart) => {
          chart.on!['GIVEN_UP'] = { target: '.gathering', actions: 'tellGivenUp' };
        },
      },
    },
  },
  {
    name: 'FusedDispatch tells that it has given up, and hands over all the same',
    property: 'nothing-after-giving-up',
    steps: 3,
    configuration: { ...FAILURE, tokens: 0 },
    patch: {
      chart: {
        'fused-dispatch': (chart) => {
          chart.on!['GIVEN_UP'] = { target: '.halted', actions: ['tellGivenUp', 'handOver'] };
        },
      },
    },
    isOnlyTold: true,
  },
  {
    name: 'FusedCombine gives up, and sums the results that have come',
    property: 'nothing-after-giving-up',
    steps: 17,
    configuration: FAILURE,
    patch: {
      chart: {
        'fused-combine': (chart) => {
          chart.on!['GIVEN_UP'] = { target: '.summing', actions: 'tellGivenUp' };
        },
      },
    },
  },
  {
    name: 'a microbatch is told that the other has given up, and goes on to wait for its turn',
    property: 'gives-up-whole',
    steps: 3,
    configuration: { ...FAILURE_IN_TWO, failures: 2 },
    patch: {
      chart: {
        'moe-stream': (chart) => {
          chart.states!['gating']!.on!['GIVEN_UP'] = {};
        },
      },
    },
    isOnlyTold: true,
  },
  {
    name: 'a microbatch whose experts compute is not told',
    property: 'gives-up-whole',
    steps: 8,
    configuration: { ...FAILURE_IN_TWO, layers: 2, failures: 2 },
    patch: {
      chart: {
        'moe-stream': (chart) => {
          chart.states!['computing']!.on!['GIVEN_UP'] = {};
          chart.states!['combining']!.on!['GIVEN_UP'] = {};
        },
      },
    },
  },
  {
    name: 'a die tells that it has failed, and its parts go on',
    property: 'stops-whole at die 0',
    steps: 1,
    configuration: FAILURE,
    patch: nothing('die-health', 'haltParts'),
    isOnlyTold: true,
  },
  {
    name: 'the path of a die that has failed stays open',
    property: 'stops-whole at die 0',
    steps: 1,
    configuration: FAILURE,
    patch: {
      chart: {
        'ub-path': (chart) => {
          chart.on!['HALT'] = {};
        },
      },
    },
  },
  {
    name: 'experts that compute do not stop when their die fails',
    property: 'stops-whole at die 0',
    steps: 12,
    configuration: FAILURE,
    patch: {
      chart: {
        'expert-ffn': (chart) => {
          chart.states!['computing']!.on = { HALT: {} };
        },
      },
    },
  },
  {
    name: 'cores that wait do not stop when their die fails',
    property: 'stops-whole at die 0',
    steps: 2,
    configuration: { ...FAILURE, tokens: 0 },
    patch: {
      chart: {
        'waiting-cores': (chart) => {
          chart.states!['polling']!.on!['HALT'] = {};
        },
      },
    },
  },
  {
    name: 'a die tells that it has failed, and still writes',
    property: 'silent-after-failure at die 0',
    steps: 4,
    configuration: FAILURE,
    patch: nothing('die-health', 'haltParts'),
    isOnlyTold: true,
  },
  {
    name: 'what is in the pipes of a die that has failed is still issued',
    property: 'silent-after-failure at die 0',
    steps: 4,
    configuration: FAILURE,
    patch: {
      chart: {
        'ub-path': (chart) => {
          chart.states!['halted']!.on = { POST: { actions: 'issue' } };
        },
        'sending-core': (chart) => {
          chart.states!['halted']!.on = {};
        },
      },
    },
  },
  {
    name: 'a core adds for a result that is not visible yet',
    property: 'silent-after-failure at die 0',
    steps: 12,
    configuration: { ...FAILURE, idleDies: 1 },
    patch: addedAtIssue,
  },
  {
    name: 'a window tells that flags were zeroed, and the die gives up one layer later',
    property: 'left-clean at die 1',
    steps: 10,
    configuration: { ...FAILURE, tokens: 0, layers: 2 },
    patch: nothing('receive-window', 'resetCells'),
    isOnlyTold: true,
  },
  {
    name: 'counters are not reset, and the die gives up one layer later',
    property: 'left-clean at die 1',
    steps: 24,
    configuration: { ...FAILURE, idleDies: 1, layers: 2 },
    patch: nothing('fused-combine', 'resetSignals'),
  },
  {
    name: 'the UBuffer slot of a token is not freed, and the die gives up',
    property: 'left-clean at die 1',
    steps: 8,
    configuration: FAILURE_STAGED,
    patch: slotsKept,
  },
];

/** What no claim of dispatch-combine is about, and what every network is checked for sees. */
export const builtIn: Mutant[] = [
  {
    name: 'experts forget what they were given',
    property: 'deadlock-freedom',
    steps: 16,
    configuration: ONE,
    patch: {
      chart: {
        'expert-ffn': (chart) => {
          chart.states!['idle']!.on = { COMPUTE: { target: 'computing' } };
        },
      },
    },
  },
  {
    name: 'a core does not expect its writes to become visible',
    property: 'specified-reception',
    steps: 4,
    configuration: ONE,
    patch: {
      chart: {
        'sending-core': (chart) => {
          delete chart.on!['VISIBLE'];
        },
      },
    },
  },
  {
    name: 'a die never starts to copy out',
    property: 'deadlock-freedom',
    steps: 12,
    configuration: ONE,
    patch: {
      chart: {
        'fused-dispatch': (chart) => {
          delete chart.states!['gathering']!.after;
        },
      },
    },
  },
];

const skipsGathering = (machine: string, next: string): Patch => ({
  chart: {
    [machine]: (chart) => {
      (chart.states!['waiting']!.on!['ALL_ARRIVED'] as { target: string }).target = next;
    },
  },
});

/** Stages that take no time. */
export const hurried: HurriedMutant[] = [
  {
    name: 'FusedDispatch skips gathering',
    witness: 'tokens lie in their slots while FusedDispatch gathers',
    configuration: ONE,
    patch: skipsGathering('fused-dispatch', 'assembling'),
  },
  {
    name: 'FusedDispatch gathers when it has read the slots',
    witness: 'tokens lie in their slots while FusedDispatch gathers',
    configuration: ONE,
    patch: {
      chart: {
        'fused-dispatch': (chart) => {
          const { gathering, assembling } = chart.states!;
          gathering!.entry = assembling!.entry;
          delete assembling!.entry;
          gathering!.on = assembling!.on!;
        },
      },
    },
  },
  {
    name: 'FusedCombine skips gathering',
    witness: 'results lie in their slots while FusedCombine gathers',
    configuration: ONE,
    patch: skipsGathering('fused-combine', 'summing'),
  },
  {
    name: 'experts compute in no time',
    witness: 'experts compute with tokens',
    configuration: ONE,
    patch: {
      chart: {
        'expert-ffn': (chart) => {
          chart.states!['idle']!.on = { COMPUTE: { actions: ['takeIn', 'noteBegun', 'handOver', 'forget'] } };
        },
      },
    },
  },
  {
    name: 'a core quantises in no time',
    witness: 'a token is being quantised',
    configuration: { ...STAGED, tokens: 1 },
    patch: {
      chart: {
        'sending-core': (chart) => {
          chart.states!['pipelined']!.states!['stage2']!.states!['free']!.always = {
            guard: 'hasLoaded',
            actions: ['beginQuantise', 'quantise'],
          };
        },
      },
    },
  },
];
