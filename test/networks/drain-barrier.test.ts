/**
 * The drain protocol of scheduler threads. Without faults all threads leave, with exact counts so that a change of the model is
 * noticed. Each property that no fault violates is violated by a changed chart.
 */
import { describe, expect, it } from 'vitest';
import { drainState } from '../../machines/die/drain-state.js';
import { schedulerThread } from '../../machines/die/scheduler-thread.js';
import { drainBarrier } from '../../properties/drain-barrier/family.js';
import { type Configuration, campaignAsync, configurationOf, explore, replay } from '../../src/index.js';
import { expectAgreement } from '../support/agreement.js';
import { mutantOf, withMachine } from '../support/mutant.js';

const networkWith = (given: Configuration) =>
  drainBarrier.build(configurationOf(drainBarrier, given), new Set());

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
    const result = await campaignAsync(drainBarrier, { seed: 384, runs: 20 });
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds-in-sample')).toEqual([]);
  });

  it('is seen alike by tables, by plain search and by walks', () => {
    expectAgreement(networkWith({ threads: 3, tasks: 1 }));
  });
});

const mutants = [
  {
    name: 'an election that does not wait for all acknowledgements',
    property: 'dispatch-is-exclusive',
    replaced: drainState,
    by: mutantOf(drainState, ({ states }) => {
      const [election] = states.shared!.on!.SPIN_ON_ACKS as [object];
      states.shared!.on!.SPIN_ON_ACKS = { ...election, guard: 'isNoneElected' };
    }),
  },
  {
    name: 'a thread that dispatches though another is elected',
    property: 'every-task-dispatched-once',
    replaced: schedulerThread,
    by: mutantOf(schedulerThread, ({ states }) => {
      states.awaitingAcks!.on!.GO = 'dispatching';
    }),
  },
];

describe('mutants of drain-barrier', () => {
  it.each(mutants)('$name is caught by $property', ({ property, replaced, by }) => {
    const network = withMachine(networkWith({ threads: 3, tasks: 1 }), replaced, by);
    const violation = explore(network, { until: property }).violations.find(
      (each) => each.property === property,
    );
    expect(violation).toBeDefined();
    expect(replay(network, violation!)).toMatchObject({ isViolated: true });
  });
});
