/**
 * The drain protocol of scheduler threads. Without faults all threads leave, with exact counts so that a change of the model is
 * noticed. Each property that no fault violates is violated by a changed chart.
 */
import { describe, expect, it } from 'vitest';
import { assign } from 'xstate';
import { drainState } from '../../machines/die/drain-state.js';
import { schedulerThread } from '../../machines/die/scheduler-thread.js';
import { drainBarrier } from '../../properties/drain-barrier/family.js';
import { redirect } from '../../properties/redirect.js';
import { type ChartDraft, type Configuration, configurationOf, explore, replay } from '../../src/index.js';
import { expectAgreement } from '../support/agreement.js';
import { inThread } from '../support/in-thread.js';
import { type Chart, mutantOf, withMachine } from '../support/mutant.js';
import { sharingFamily } from '../support/sharing.js';

const networkWith = (given: Configuration, family = drainBarrier) =>
  family.build(configurationOf(family, given), new Set());

describe('drain-barrier without faults', () => {
  it.each([
    [
      { threads: 2, tasks: 1 },
      { states: 77, steps: 114, depth: 19, terminal: 3 },
    ],
    [
      { threads: 4, tasks: 2 },
      { states: 9_568, steps: 28_952, depth: 57, terminal: 15 },
    ],
  ])('holds for %j', (given, counts) => {
    const result = explore(networkWith(given));
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', ...counts });
  });

  it('holds in a campaign over random configurations, and every witness is met', async () => {
    const result = await inThread('runCampaign', drainBarrier.name, { seed: 384, runs: 20 });
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds-in-sample')).toEqual([]);
  });

  it('is seen alike by tables, by plain search and by walks', () => {
    expectAgreement(networkWith({ threads: 3, tasks: 1 }));
  });
});

interface Taken {
  readonly actions: unknown;
}

const regionOf = (chart: Chart, region: string) => (chart.states[region] as ChartDraft).states!;

/** By claim; the last of each keeps what is told, and drops what it is told of. */
const mutants = [
  {
    name: 'an election that does not wait for all acknowledgements',
    property: 'dispatch-is-exclusive',
    replaced: drainState,
    by: mutantOf(drainState, (chart) => {
      const { none } = regionOf(chart, 'election');
      none!.on!.SPIN_ON_ACKS = { target: 'elected', actions: (none!.on!.SPIN_ON_ACKS as Taken).actions };
    }),
  },
  {
    name: 'a barrier that one too few complete',
    property: 'dispatch-is-exclusive',
    replaced: drainState,
    by: drainState.provide({
      guards: { haveAllAcknowledged: ({ context }) => context.acks.length >= context.threads - 1 },
    }),
  },
  {
    name: 'a thread that does not wait for the elected one',
    property: 'dispatch-is-exclusive',
    replaced: drainState,
    by: mutantOf(drainState, (chart) => {
      const { none, elected } = regionOf(chart, 'election');
      elected!.on!.SPIN_ON_ELECTION = none!.on!.SPIN_ON_ELECTION;
    }),
  },
  {
    name: 'an acknowledgement that counts twice',
    property: 'dispatch-is-exclusive',
    given: { threads: 2, tasks: 1 },
    replaced: drainState,
    by: drainState.provide({
      actions: {
        addAck: assign({
          acks: ({ context, event }) => [...context.acks, event.thread, event.thread].sort(),
        }),
      },
    }),
  },
  {
    name: 'a thread that acknowledges, and does not stop',
    property: 'dispatch-is-exclusive',
    replaced: schedulerThread,
    only: ['thread.2'],
    by: mutantOf(schedulerThread, ({ states }) =>
      redirect(states.acknowledging as ChartDraft, 'write', 'scheduling'),
    ),
  },
  {
    name: 'a thread that dispatches though another is elected',
    property: 'every-task-dispatched-once',
    replaced: schedulerThread,
    by: mutantOf(schedulerThread, ({ states }) => {
      states.awaitingAcks!.on!.GO = 'dispatching';
    }),
  },
  {
    name: 'a thread that claims a task and drops it',
    property: 'every-task-dispatched-once',
    replaced: schedulerThread,
    by: mutantOf(schedulerThread, ({ states }) => {
      states.dispatching!.after = { dispatch: 'clearingAcks' };
    }),
  },
  {
    name: 'a claim that takes two tasks',
    property: 'as-at-the-start',
    given: { threads: 2, tasks: 2 },
    replaced: drainState,
    by: drainState.provide({
      actions: { claimTask: assign({ tasksLeft: ({ context }) => context.tasksLeft - 2 }) },
    }),
  },
  {
    name: 'a run that is told to be complete while a task is left',
    property: 'every-task-dispatched-once',
    given: { threads: 2, tasks: 2 },
    replaced: drainState,
    by: drainState.provide({ guards: { hasTask: ({ context }) => context.tasksLeft > 1 } }),
  },
  {
    name: 'a task that is told to be dispatched, and that the cores do not get',
    property: 'as-at-the-start',
    replaced: drainState,
    by: drainState.provide({ actions: { countDispatched: assign({}) } }),
  },
  {
    name: 'an election that stays when it is taken down',
    property: 'as-at-the-start',
    given: { threads: 2, tasks: 1 },
    replaced: drainState,
    by: mutantOf(drainState, (chart) => {
      const { elected } = regionOf(chart, 'election');
      elected!.on!.CLEAR_ELECTION = {};
    }),
  },
  {
    name: 'a claim of which nobody is told that the gate is open',
    property: 'is-released of thread.0',
    given: { threads: 2, tasks: 1 },
    replaced: drainState,
    by: mutantOf(drainState, (chart) => {
      regionOf(chart, 'gate').sentinel!.on!.OPEN_GATE = {};
    }),
  },
  {
    name: 'an elected thread that does not take the election down',
    property: 'is-released of thread.0',
    given: { threads: 2, tasks: 1 },
    replaced: schedulerThread,
    by: mutantOf(schedulerThread, ({ states }) => {
      states.clearingElection!.after = { write: 'closingGate' };
    }),
  },
  {
    name: 'a thread that looks at the gate again whenever it is open',
    property: 'is-released of thread.0',
    given: { threads: 2, tasks: 1 },
    replaced: schedulerThread,
    by: mutantOf(schedulerThread, ({ states }) => {
      states.awaitingGate!.on!.GO = 'lookingAgain';
      states.lookingAgain = { after: { spin: 'awaitingGate' } };
    }),
  },
  {
    name: 'a gate that is closed before a thread has read that it is open',
    property: 'deadlock-freedom',
    replaced: drainState,
    by: mutantOf(drainState, (chart) => {
      const { closed } = regionOf(chart, 'gate');
      delete closed!.on!.SPIN_ON_GATE;
    }),
  },
];

describe('mutants of drain-barrier', () => {
  it.each(mutants)('$name: caught by $property', ({ property, given, replaced, by, only }) => {
    const network = withMachine(
      networkWith(given ?? { threads: 3, tasks: 1 }, sharingFamily(drainBarrier)),
      replaced,
      by,
      only,
    );
    const violation = explore(network, { until: property, statesMax: 50_000 }).violations.find(
      (each) => each.property === property,
    );
    expect(violation).toBeDefined();
    expect(replay(network, violation!)).toMatchObject({ isViolated: true });
  });
});
