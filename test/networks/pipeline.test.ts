/**
 * Decode and prefill pipelines, and the MoE layer row by row. Without faults every property holds, with exact counts so that a change of
 * the model is noticed. Each claim is violated by changed charts, also by such as tell
 * the same and do not do it.
 */
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, enqueueActions } from 'xstate';
import { corePool } from '../../machines/die/core-pool.js';
import { exchange } from '../../machines/pipeline/exchange.js';
import { graphLauncher } from '../../machines/pipeline/graph-launcher.js';
import { microbatch } from '../../machines/pipeline/microbatch.js';
import { moeRank, type MoeRankContext } from '../../machines/pipeline/moe-rank.js';
import { rank } from '../../machines/pipeline/rank.js';
import { type Copies, type Flag, type Results, rowWindow } from '../../machines/pipeline/row-window.js';
import { moeLayerRows } from '../../properties/moe-layer/family.js';
import { decodePipeline, prefillPipeline } from '../../properties/pipeline/family.js';
import {
  type Configuration,
  componentRef,
  configurationOf,
  explore,
  type NetworkFamily,
  replay,
} from '../../src/index.js';
import { expectAgreement } from '../support/agreement.js';
import { claimsWithoutFault } from '../support/claims.js';
import { inThread } from '../support/in-thread.js';
import { mutantOf, withMachine } from '../support/mutant.js';
import { sharingFamily } from '../support/sharing.js';

const networkOf = (family: NetworkFamily, given: Configuration) =>
  family.build(configurationOf(family, given), new Set());

describe('without faults', () => {
  it.each([
    {
      family: decodePipeline,
      given: { dies: 2, denseLayers: 1 },
      counts: { states: 1_230, steps: 3_858, depth: 69 },
    },
    {
      family: decodePipeline,
      given: { dies: 3, microbatches: 1, steps: 2 },
      counts: { states: 7_429, steps: 28_227, depth: 109 },
    },
    {
      family: decodePipeline,
      given: { dies: 2, moeLayers: 2, mtp: 'off' },
      counts: { states: 363, steps: 864, depth: 55 },
    },
    { family: prefillPipeline, given: { dies: 2 }, counts: { states: 839, steps: 2_278, depth: 63 } },
    {
      family: prefillPipeline,
      given: { dies: 1, denseLayers: 1 },
      counts: { states: 105, steps: 161, depth: 48 },
    },
    { family: moeLayerRows, given: { dies: 2, tokens: 2 }, counts: { states: 120, steps: 212, depth: 27 } },
    { family: moeLayerRows, given: { dies: 3 }, counts: { states: 403, steps: 1_015, depth: 28 } },
  ] as const)('$family.name holds for $given', ({ family, given, counts }) => {
    const result = explore(networkOf(family, given));
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', ...counts });
  });

  it.each([decodePipeline, prefillPipeline, moeLayerRows])(
    '$name holds in a campaign over random configurations, and every witness is met',
    async (family) => {
      const result = await inThread('runCampaign', family.name, { seed: 384, runs: 15 });
      const open = result.properties.filter(({ verdict }) => verdict !== 'holds-in-sample');
      expect(open).toEqual([]);
    },
  );

  it.each([
    { family: decodePipeline, given: { dies: 1, moeLayers: 1 } },
    { family: prefillPipeline, given: { dies: 1 } },
    { family: moeLayerRows, given: { dies: 2, tokens: 1 } },
  ])('$family.name is seen alike by tables, by plain search and by walks', ({ family, given }) => {
    expectAgreement(networkOf(family, given));
  });
});

interface Mutant {
  readonly name: string;
  readonly property: string;
  readonly given?: Configuration;
  readonly machine: AnyStateMachine;
  readonly by: AnyStateMachine;
  readonly only?: readonly string[];
}

/** The transitions of `leaving`, with other actions before each of them. */
const leaving = (last: string[], kept: string[], other: string[]) => [
  { guard: 'isLastStage', target: 'idle', actions: last },
  { guard: 'keepsLease', target: 'working', actions: kept },
  { target: 'requesting', actions: other },
];

const ofDecode: readonly Mutant[] = [
  {
    name: 'a microbatch that skips a stage',
    property: 'stage-order of die.0.microbatch.0',
    given: { dies: 1, moeLayers: 2 },
    machine: microbatch,
    by: mutantOf(microbatch, ({ states }) => {
      states.leaving!.always = leaving(
        ['releaseStream', 'handOver', 'forget'],
        ['advance', 'advance'],
        ['releaseStream', 'advance'],
      );
    }),
  },
  {
    name: 'a microbatch that tells of its stages, and does not apply them',
    property: 'stage-order of die.0.microbatch.0',
    machine: microbatch,
    by: microbatch.provide({ actions: { apply: assign({}) } }),
  },
  {
    name: 'a microbatch that runs each stage twice',
    property: 'stage-order of die.0.microbatch.0',
    machine: microbatch,
    by: mutantOf(microbatch, ({ states }) => {
      states.working!.after = {
        work: [
          { guard: 'isCollective', target: 'waiting' },
          { target: 'leaving', actions: ['apply', 'apply'] },
        ],
      };
    }),
  },
  {
    name: 'a microbatch whose last operator is not applied',
    property: 'graphs-are-whole of die.0',
    machine: microbatch,
    by: mutantOf(microbatch, ({ states }) => {
      states.waiting!.on = {
        DEPARTED: [
          { guard: 'isLastStage', target: 'leaving' },
          { target: 'leaving', actions: 'apply' },
        ],
      };
    }),
  },
  {
    name: 'a rank that samples nothing, and tells its host that the graph has ended',
    property: 'graphs-are-whole of die.0',
    machine: rank,
    by: rank.provide({ actions: { sample: assign({}) } }),
  },
  {
    name: 'a host that polls for ends of graphs, and is told of none',
    property: 'graphs-are-whole of die.0',
    machine: graphLauncher,
    by: mutantOf(graphLauncher, ({ states, on }) => {
      states.deciding!.after = { launch: 'polling' };
      states.polling = { after: { launch: 'deciding' } };
      on!.GRAPH_ENDED = { actions: 'tellReturned' };
    }),
    given: { dies: 1, ahead: 0 },
  },
  {
    name: 'a rank that does not wait for its second microbatch',
    property: 'graphs-are-whole of die.0',
    machine: rank,
    by: mutantOf(rank, ({ states }) => {
      states.running!.on = {
        MICROBATCH_ENDED: { target: 'sampling', actions: ['tellReceived', 'countMicrobatch'] },
      };
      states.sampling!.on = { MICROBATCH_ENDED: { actions: ['tellReceived', 'countMicrobatch'] } };
    }),
  },
  {
    name: 'a host that is one graph further ahead than it may',
    property: 'launches-within-ahead of die.0',
    machine: graphLauncher,
    by: graphLauncher.provide({
      guards: { isNotTooFarAhead: ({ context }) => context.inFlight <= context.ahead + 1 },
    }),
    given: { dies: 1, microbatches: 1, ahead: 0 },
  },
  {
    name: 'a host that counts only graphs of the step as launched',
    property: 'launches-within-ahead of die.0',
    machine: graphLauncher,
    by: graphLauncher.provide({
      actions: { nextStep: assign({ next: 0, step: ({ context }) => context.step + 1 }) },
    }),
    given: { dies: 1, microbatches: 1, steps: 2, ahead: 1 },
  },
  {
    name: 'a host that counts the end of a graph twice',
    property: 'launches-within-ahead of die.0',
    machine: graphLauncher,
    by: graphLauncher.provide({
      actions: { countEnded: assign({ inFlight: ({ context }) => context.inFlight - 2 }) },
    }),
    given: { dies: 1, microbatches: 1, steps: 2, ahead: 0 },
  },
  {
    name: 'a host that counts its launches, and launches each twice',
    property: 'launches-within-ahead of die.0',
    machine: graphLauncher,
    by: mutantOf(graphLauncher, ({ states }) => {
      states.launching!.after = {
        launch: [
          { guard: 'isLastGraph', target: 'deciding', actions: ['launchGraph', 'launchGraph', 'nextStep'] },
          { target: 'deciding', actions: ['launchGraph', 'launchGraph', 'nextGraph'] },
        ],
      };
    }),
    given: { dies: 1, microbatches: 1, ahead: 0 },
  },
  {
    name: 'a microbatch that does not tell when an operator begins',
    property: 'graphs-are-whole of die.0',
    machine: microbatch,
    by: mutantOf(microbatch, ({ states }) => {
      delete states.working!.entry;
    }),
  },
  {
    name: 'a microbatch that tells twice when an operator ends',
    property: 'graphs-are-whole of die.0',
    machine: microbatch,
    by: mutantOf(microbatch, ({ states }) => {
      states.leaving!.entry = ['noteEnd', 'noteEnd'];
    }),
  },
  {
    name: 'a microbatch that lets the other one in between two operators of one stream',
    property: 'stages-on-their-engines of die.0.microbatch.0',
    machine: microbatch,
    by: microbatch.provide({ guards: { keepsLease: () => false } }),
  },
  {
    name: 'a rank that tells of the end of a step twice',
    property: 'graphs-are-whole of die.0',
    machine: rank,
    by: mutantOf(rank, ({ states }) => {
      states.sampling!.after = {
        head: [
          {
            guard: 'isEndOfStep',
            target: 'between',
            actions: ['sample', 'tellHost', 'tellStep', 'tellStep', 'countStep'],
          },
          { target: 'between', actions: ['sample', 'tellHost', 'countGraph'] },
        ],
      };
    }),
  },
  {
    name: 'a rank that never tells of the end of a step',
    property: 'graphs-are-whole of die.0',
    machine: rank,
    by: mutantOf(rank, ({ states }) => {
      states.sampling!.after = {
        head: [
          { guard: 'isEndOfStep', target: 'between', actions: ['sample', 'tellHost', 'countStep'] },
          { target: 'between', actions: ['sample', 'tellHost', 'countGraph'] },
        ],
      };
    }),
  },
  {
    name: 'hosts that skip the last step, of which ranks do not know',
    property: 'graphs-are-whole of die.0',
    given: { dies: 1, microbatches: 1, steps: 2, mtp: 'off' },
    machine: graphLauncher,
    by: graphLauncher.provide({
      guards: { isAllLaunched: ({ context }) => context.step + 1 === context.steps },
    }),
  },
  {
    name: 'ranks that skip the last step',
    property: 'graphs-are-whole of die.0',
    given: { dies: 1, microbatches: 1, steps: 2, mtp: 'off', ahead: 0 },
    machine: rank,
    by: rank.provide({ guards: { isEnd: ({ context }) => context.step + 1 === context.steps } }),
  },
  {
    name: 'a microbatch that arrives and does not wait for its peers',
    property: 'same-operation of microbatch 0',
    given: { dies: 2, microbatches: 1 },
    machine: microbatch,
    by: mutantOf(microbatch, ({ states }) => {
      states.waiting!.always = { target: 'leaving', actions: 'apply' };
    }),
  },
  {
    name: 'an exchange that lets all go with the first',
    property: 'specified-reception',
    given: { dies: 2, microbatches: 1 },
    machine: exchange,
    by: exchange.provide({ guards: { isLast: () => true } }),
  },
  {
    name: 'an exchange that lets nobody go',
    property: 'deadlock-freedom',
    given: { dies: 2, microbatches: 1 },
    machine: exchange,
    by: exchange.provide({ guards: { isLast: () => false } }),
  },
  {
    name: 'microbatches that apply collectives, and meet nobody in them',
    property: 'collectives-in-order of microbatch 0',
    given: { dies: 2, microbatches: 1 },
    machine: microbatch,
    by: microbatch.provide({ guards: { isCollective: () => false } }),
  },
  {
    name: 'microbatches that meet in dispatch only',
    property: 'collectives-in-order of microbatch 0',
    given: { dies: 2, microbatches: 1 },
    machine: microbatch,
    by: microbatch.provide({
      guards: { isCollective: ({ context: { applied } }) => applied.at(-1) === 'attention' },
    }),
  },
  {
    name: 'a pool that leases whatever it is asked for',
    property: 'one-microbatch-an-engine of die.0.pool',
    machine: corePool,
    by: grantingAll(),
  },
  {
    name: 'a microbatch that gives its engines back while it waits for other dies',
    property: 'stages-on-their-engines of die.0.microbatch.0',
    machine: microbatch,
    by: mutantOf(microbatch, ({ states }) => {
      states.waiting!.entry = ['arrive', 'releaseStream'];
    }),
  },
  {
    name: 'a microbatch that keeps the engines of attention',
    property: 'stages-on-their-engines of die.0.microbatch.0',
    machine: microbatch,
    by: mutantOf(microbatch, ({ states }) => {
      states.leaving!.always = leaving(['releaseStream', 'handOver', 'forget'], ['advance'], ['advance']);
    }),
  },
  {
    name: 'a microbatch that works without engines',
    property: 'stages-on-their-engines of die.0.microbatch.0',
    machine: microbatch,
    by: mutantOf(microbatch, ({ states }) => {
      states.requesting!.entry = [];
      states.requesting!.always = { target: 'working' };
    }),
  },
  {
    name: 'a microbatch that is done and keeps its engines',
    property: 'nothing-left of die.0',
    given: { dies: 1, microbatches: 1, mtp: 'off' },
    machine: microbatch,
    by: mutantOf(microbatch, ({ states }) => {
      states.leaving!.always = leaving(['handOver', 'forget'], ['advance'], ['releaseStream', 'advance']);
    }),
  },
  {
    name: 'a host that forgets that graphs have ended',
    property: 'nothing-left of die.0',
    given: { dies: 1, microbatches: 1 },
    machine: graphLauncher,
    by: graphLauncher.provide({ actions: { countEnded: assign({}) } }),
  },
  {
    name: 'an exchange that does not start anew',
    property: 'nothing-left of die.0',
    given: { dies: 1, microbatches: 1, mtp: 'off' },
    machine: exchange,
    by: mutantOf(exchange, ({ states }) => {
      states.gathering!.on = { ARRIVE: { actions: ['tellArrival', 'letGo', 'count'] } };
    }),
  },
  {
    name: 'one rank that ends its step with the main graph',
    property: 'same-steps',
    given: { dies: 2, microbatches: 1, steps: 2 },
    machine: rank,
    by: rank.provide({ guards: { isEndOfStep: () => true } }),
    only: ['die.1.rank'],
  },
];

function grantingAll(): AnyStateMachine {
  return mutantOf(corePool, ({ states }) => {
    states.open!.on = { REQUEST: { actions: 'lease' }, RELEASE: { actions: 'takeBack' } };
  });
}

const ofPrefill: readonly Mutant[] = [
  {
    name: 'a pool that leases whatever it is asked for',
    property: 'leases-within-cores of die.0.pool',
    machine: corePool,
    by: grantingAll(),
  },
  {
    name: 'a microbatch that gathers and does not wait for what others gather',
    property: 'same-operation of microbatch 0',
    given: { dies: 2, microbatches: 1 },
    machine: microbatch,
    by: mutantOf(microbatch, ({ states }) => {
      states.waiting!.always = { target: 'leaving', actions: 'apply' };
    }),
  },
  {
    name: 'a microbatch that keeps its matrix cores while SDMA moves its data',
    property: 'stages-on-their-engines of die.0.microbatch.0',
    given: { dies: 1, microbatches: 1 },
    machine: microbatch,
    by: mutantOf(microbatch, ({ states }) => {
      states.leaving!.always = leaving(['releaseStream', 'handOver', 'forget'], ['advance'], ['advance']);
    }),
  },
  {
    name: 'a microbatch that tells of its stages, and does not apply those that end on all dies',
    property: 'stage-order of die.0.microbatch.0',
    given: { dies: 1, microbatches: 1 },
    machine: microbatch,
    by: mutantOf(microbatch, ({ states }) => {
      states.waiting!.on = { DEPARTED: { target: 'leaving' } };
    }),
  },
];

const sendRows = (
  type: 'COPIES' | 'RESULTS',
  change: (rows: [window: string, rows: number][], all: readonly string[]) => [string, number][],
) =>
  enqueueActions(({ context, enqueue }) => {
    const { dispatch, combine, sent, windows } = context as MoeRankContext;
    const chunk = (type === 'COPIES' ? dispatch : combine)[sent]!;
    const each = chunk.map(([window, rows]): [string, number] => [window, rows]);
    for (const [window, rows] of change(each, windows)) {
      const message: Copies | Results = type === 'COPIES' ? { type, rows } : { type, rows, computed: rows };
      enqueue.sendTo(componentRef(window), message);
    }
  });

const flagging = (rowsOf: (rows: number) => number) =>
  enqueueActions(({ context, enqueue }) => {
    const { windows, dispatch } = context as MoeRankContext;
    for (const window of windows) {
      const rows = dispatch.flat().reduce((sum, [to, each]) => (to === window ? sum + each : sum), 0);
      enqueue.sendTo(componentRef(window), { type: 'FLAG', rows: rowsOf(rows) } satisfies Flag);
    }
  });

const next = (window: string, all: readonly string[]): string => all[(all.indexOf(window) + 1) % all.length]!;

const ofMoeLayer: readonly Mutant[] = [
  {
    name: 'a die that prepares again and again to send results',
    property: 'operators-in-order of die.0',
    machine: moeRank,
    by: mutantOf(moeRank, ({ states }) => {
      states.returning!.after = { startCombine: 'preparing' };
      states.preparing = { after: { startCombine: 'returning' } };
    }),
  },
  {
    name: 'a die that tells of its copies, and sends none',
    property: 'rows-where-routed',
    machine: moeRank,
    by: moeRank.provide({ actions: { sendCopies: assign({}) as never } }),
  },
  {
    name: 'a die that sends each copy twice',
    property: 'rows-where-routed',
    machine: moeRank,
    by: moeRank.provide({
      actions: { sendCopies: sendRows('COPIES', (rows) => [...rows, ...rows]) as never },
    }),
  },
  {
    name: 'a die that sends its copies to the next die',
    property: 'rows-where-routed',
    machine: moeRank,
    by: moeRank.provide({
      actions: {
        sendCopies: sendRows('COPIES', (rows, all) =>
          rows.map(([to, many]) => [next(to, all), many]),
        ) as never,
      },
    }),
  },
  {
    name: 'a die that counts one copy too many',
    property: 'rows-where-routed',
    machine: moeRank,
    by: moeRank.provide({ actions: { raiseFlags: flagging((rows) => rows + 1) as never } }),
  },
  {
    name: 'a die that counts none',
    property: 'rows-where-routed',
    machine: moeRank,
    by: moeRank.provide({ actions: { raiseFlags: flagging(() => 0) as never } }),
  },
  {
    name: 'a die that raises its flags before its last copies are sent',
    property: 'rows-where-routed',
    given: { dies: 2, tokens: 2 },
    machine: moeRank,
    by: mutantOf(moeRank, ({ states }) => {
      states.beginning!.after = { startDispatch: { target: 'dispatching', actions: 'raiseFlags' } };
    }),
  },
  {
    name: 'a die that computes on what is there',
    property: 'computes-on-all-flags of die.0',
    machine: moeRank,
    by: mutantOf(moeRank, ({ states }) => {
      states.flagging!.after = { compute: { target: 'computing', actions: 'startOver' } };
    }),
  },
  {
    name: 'a window that tells of all flags one early',
    property: 'computes-on-all-flags of die.0',
    machine: rowWindow,
    by: rowWindow.provide({ guards: { isLastFlag: ({ context }) => context.flags + 2 === context.dies } }),
  },
  {
    name: 'a die that tells of its results, and sends none',
    property: 'results-where-they-belong',
    machine: moeRank,
    by: moeRank.provide({ actions: { sendResults: assign({}) as never } }),
    only: ['die.1'],
  },
  {
    name: 'a die that sends each result twice',
    property: 'results-where-they-belong',
    machine: moeRank,
    by: moeRank.provide({
      actions: { sendResults: sendRows('RESULTS', (rows) => [...rows, ...rows]) as never },
    }),
  },
  {
    name: 'a die that sends its results to the next die',
    property: 'results-where-they-belong',
    machine: moeRank,
    by: moeRank.provide({
      actions: {
        sendResults: sendRows('RESULTS', (rows, all) =>
          rows.map(([to, many]) => [next(to, all), many]),
        ) as never,
      },
    }),
  },
  {
    name: 'a die that never runs its experts',
    property: 'results-are-computed',
    machine: moeRank,
    by: mutantOf(moeRank, ({ states }) => {
      states.flagging!.on = { ALL_FLAGS: { target: 'returning', actions: ['takeIn', 'startOver'] } };
    }),
  },
  {
    name: 'a die that tells that its experts have run, and has computed nothing',
    property: 'results-are-computed',
    machine: moeRank,
    by: moeRank.provide({ actions: { runExperts: assign({ received: 0 }) } }),
  },
  {
    name: 'a die that combines before it dispatches',
    property: 'results-are-computed',
    machine: moeRank,
    by: mutantOf(moeRank, ({ states }) => {
      states.beginning!.after = { startDispatch: { target: 'combining' } };
      states.combining!.always = { guard: 'isCombined', target: 'dispatching', actions: 'startOver' };
    }),
  },
  {
    name: 'a die whose experts get the rows of its own tokens only',
    property: 'computes-all-rows of die.0',
    machine: moeRank,
    by: moeRank.provide({
      actions: {
        takeIn: assign({
          received: ({ context }) =>
            context.dispatch
              .flat()
              .reduce((sum, [to, rows]) => (to === context.windows[0] ? sum + rows : sum), 0),
        }),
      },
    }),
  },
  {
    name: 'a window that loses the count of one flag',
    property: 'computes-all-rows of die.0',
    machine: rowWindow,
    by: rowWindow.provide({
      actions: {
        countFlag: assign(({ context, event }) => ({
          flags: context.flags + 1,
          copies: event.type === 'FLAG' ? event.rows : 0,
        })),
      },
    }),
  },
  {
    name: 'a die that computes its rows, and keeps them for another time',
    property: 'computes-all-rows of die.0',
    machine: moeRank,
    by: moeRank.provide({ actions: { runExperts: assign({ computed: ({ context }) => context.received }) } }),
  },
  {
    name: 'a die that tells of its experts before they run',
    property: 'operators-in-order of die.0',
    machine: moeRank,
    by: mutantOf(moeRank, ({ states }) => {
      states.flagging!.on = {
        ALL_FLAGS: { target: 'computing', actions: ['takeIn', 'noteExperts', 'noteDispatch', 'startOver'] },
      };
    }),
  },
  {
    name: 'a die whose experts run twice',
    property: 'operators-in-order of die.0',
    machine: moeRank,
    by: mutantOf(moeRank, ({ states }) => {
      states.returning!.after = {
        startCombine: { target: 'combining', actions: ['runExperts', 'noteExperts'] },
      };
    }),
  },
  {
    name: 'a die that tells of a chunk of copies when it sends results',
    property: 'operators-in-order of die.0',
    machine: moeRank,
    by: mutantOf(moeRank, ({ states }) => {
      states.returning!.after = { startCombine: { target: 'combining', actions: 'noteCopies' } };
    }),
  },
  {
    name: 'a die that does not tell of its copies',
    property: 'sent-as-told',
    machine: moeRank,
    by: moeRank.provide({ actions: { noteCopies: assign({}) as never } }),
  },
  {
    name: 'a die that tells of its results twice',
    property: 'sent-as-told',
    machine: moeRank,
    by: mutantOf(moeRank, ({ states }) => {
      states.combining!.after = {
        combineChunk: {
          target: 'combining',
          reenter: true,
          actions: ['sendResults', 'noteResults', 'noteResults', 'countChunk'],
        },
      };
    }),
  },
  {
    name: 'a die that tells of its results, and sends none of them',
    property: 'sent-as-told',
    machine: moeRank,
    by: moeRank.provide({ actions: { sendResults: assign({}) as never } }),
  },
  {
    name: 'a die that ends, and has summed nothing',
    property: 'sums-all-results of die.0',
    machine: moeRank,
    by: moeRank.provide({ actions: { sum: assign({}) } }),
  },
  {
    name: 'a die that sums when it has sent what it owes',
    property: 'sums-all-results of die.0',
    machine: moeRank,
    by: mutantOf(moeRank, ({ states }) => {
      states.combining!.always = { guard: 'isCombined', target: 'ended' };
    }),
  },
  {
    name: 'a window that tells of all results one early',
    property: 'sums-all-results of die.0',
    machine: rowWindow,
    by: rowWindow.provide({
      guards: {
        isLastResult: ({ context, event }) =>
          event.type === 'RESULTS' && context.received + event.rows + 1 === context.results,
      },
    }),
  },
  {
    name: 'a window that tells of results, and does not count them',
    property: 'deadlock-freedom',
    machine: rowWindow,
    by: rowWindow.provide({ actions: { countResults: assign({}) } }),
  },
];

describe.each([
  { family: decodePipeline, mutants: ofDecode, usual: { dies: 1 } },
  { family: prefillPipeline, mutants: ofPrefill, usual: { dies: 1 } },
  { family: moeLayerRows, mutants: ofMoeLayer, usual: { dies: 2 } },
])('mutants of $family.name', ({ family, mutants, usual }) => {
  it.each(mutants)('$name: caught by $property', ({ property, given = usual, machine, by, only }) => {
    const network = withMachine(networkOf(sharingFamily(family), given), machine, by, only);
    const violation = explore(network, { until: property }).violations.find(
      (each) => each.property === property,
    );
    expect(violation).toBeDefined();
    expect(replay(network, violation!).isViolated).toBe(true);
  });
});

it('a host that waits for each graph before it launches the next one does not meet what launching ahead is for', () => {
  const given = { dies: 1, microbatches: 1, ahead: 1 };
  const waiting = graphLauncher.provide({
    guards: { isNotTooFarAhead: ({ context }) => context.inFlight === 0 },
  });
  const { properties } = explore(withMachine(networkOf(decodePipeline, given), graphLauncher, waiting));
  const unmet = properties.filter(({ verdict }) => verdict !== 'holds').map(({ name }) => name);
  expect(unmet).toEqual(['a host is as many graphs ahead as it may']);
});

it.each([decodePipeline, prefillPipeline, moeLayerRows])(
  'each claim of $name has a fault that it catches',
  (family) => {
    expect(claimsWithoutFault(family)).toEqual([]);
  },
);
