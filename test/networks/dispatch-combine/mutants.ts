import { assign, emit, enqueueActions } from 'xstate';
import type { OperatorContext, Sum } from '../../../machines/moe/fused-operator.js';
import type { ExpertContext } from '../../../machines/moe/expert-ffn.js';
import { results } from '../../../machines/moe/expert-ffn.js';
import { sums } from '../../../machines/moe/combine-plan.js';
import { assembled, dispatchFlags } from '../../../machines/moe/dispatch-plan.js';
import type { DenseOutput } from '../../../machines/moe/dense-output.js';
import type { SendingCoreContext } from '../../../machines/moe/sending-core.js';
import type { WaitingCoresContext } from '../../../machines/moe/waiting-cores.js';
import type { WindowContext } from '../../../machines/die/receive-window.js';
import type { Flag, Operator, Take, Write } from '../../../machines/die/window-protocol.js';
import type { UbPathContext } from '../../../machines/interconnect/ub-path.js';
import type { StreamContext } from '../../../machines/pipeline/moe-stream.js';
import { componentRef, type Configuration, type Patch } from '../../../src/index.js';

/** What would be a mistake of a kernel engineer, as a patch of the healthy protocol. */
export interface Mutant {
  readonly name: string;
  /** The claim that catches it, and the length of its shortest counterexample. */
  readonly property: string;
  readonly steps: number;
  readonly configuration: Configuration;
  readonly patch: Patch;
  /** What is told is as in the healthy protocol, and what should have happened has not. */
  readonly isOnlyTold?: true;
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
const ALIVE: Configuration = { ...ONE, limit: 'probe' };
const FAILURE: Configuration = { ...ALIVE, failures: 1 };
const FAILURE_IN_TWO: Configuration = { ...FAILURE, tokens: 0, microbatches: 2 };
const FAILURE_OF_THREE: Configuration = { ...FAILURE, dies: 3, layers: 2 };

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

/** The window tells what it is asked for, and answers with what `keep` leaves of it; `frees` tells which slots are empty afterwards. */
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
          for (const { address, copy } of slots) {
            enqueue.emit({ type: 'READ_OUT', address, of: take.of, item: take.item, found: copy } as never);
          }
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
    patch: {
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
    },
  },
  {
    name: 'a slot is read and not freed',
    property: 'no-overwrite',
    steps: 54,
    configuration: THREE_LAYERS,
    patch: windowReads(
      'dispatch',
      () => true,
      () => false,
    ),
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
  },
  {
    name: 'a path looks for a credit, and neither takes it nor gives it back',
    property: 'writes-within-credits of ub.1',
    steps: 5,
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
    patch: {
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
            limit: { target: '#waiting-cores.givenUp', actions: ['blame', 'giveUp'] },
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
            blame: emit(({ context }: Of<WaitingCoresContext>) => ({
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
    steps: 11,
    configuration: FAILURE_OF_THREE,
    patch: answersWith(() => []),
  },
  {
    name: 'a survivor does not remember whom it has found dead',
    property: 'tells-of-the-dead',
    steps: 11,
    configuration: FAILURE_OF_THREE,
    patch: nothing('die-health', 'noteDead'),
  },
  {
    name: 'a survivor tells the number of the next die',
    property: 'tells-of-the-dead',
    steps: 11,
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
