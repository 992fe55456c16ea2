// Goal: what the reduced search takes alone is confluent, and it tells what an unreduced one tells; and each condition of its rule is needed. Method: networks in
// which a careless rule goes wrong, in both orders of their components, and random networks of each kind, beside their full graphs by the reference; then the same with one condition
// left out.

import { describe, expect, it } from 'vitest';
import { compareWithGraph } from '../../../bench/confluence/compare-reduction.js';
import { stepGraph } from '../../../bench/confluence/step-graph.js';
import type { Condition } from '../../../src/explore/reduction/conditions.js';
import { tryReduction } from '../../../src/explore/reduction/reduced-trial.js';
import { inThread } from '../../support/in-thread.js';
import { CHOOSING, threeChoosers } from '../../support/reduction/choosing.js';
import { NOT_COMMUTING } from '../../support/reduction/commuting.js';
import { inOtherOrder } from '../../support/reduction/in-other-order.js';
import { COVERED } from '../../support/reduction/covered.js';
import { HEARD } from '../../support/reduction/heard.js';
import { COMMUTING } from '../../support/reduction/join.js';
import { OVERLOOKED } from '../../support/reduction/overlooked.js';
import { withChoices } from '../../support/reduction/with-choices.js';
import { ENDLESS_ALONE, VISIBLE } from '../../support/reduction/visible.js';

const STATES_MAX = 500;

const HARD = [
  ...NOT_COMMUTING,
  ...VISIBLE,
  ...ENDLESS_ALONE,
  ...COMMUTING,
  ...OVERLOOKED,
  ...COVERED,
  ...HEARD,
  ...CHOOSING,
].flatMap(({ name, network }) =>
  [network, inOtherOrder(network)].map((each) => ({ name, graph: stepGraph(each, STATES_MAX)! })),
);

/** Names of hard networks on which a reduced search without these conditions goes wrong. */
const wrongWithout = (dropped: readonly Condition[], networks = HARD) => [
  ...new Set(
    networks
      .filter(({ graph }) => compareWithGraph(graph, tryReduction, new Set(dropped)).what.length > 0)
      .map(({ name }) => name),
  ),
];

it('loses nothing of networks that are hard', () => {
  expect(wrongWithout([])).toEqual([]);
});

it('nor of those in which each step of a component by itself is one of a choice', () => {
  const choices = HARD.flatMap(({ name, graph }) =>
    [true, false].map((isFirst) => ({
      name,
      graph: stepGraph(withChoices(graph.plain.network, isFirst), STATES_MAX)!,
    })),
  );
  expect(wrongWithout([], choices)).toEqual([]);
});

const MIXED = { kind: 'mixed', seed: 3, statesMax: 30 } as const;
const CHOOSING_NETWORKS = { kind: 'choosing', seed: 7, statesMax: 40 } as const;
const TALKATIVE = { kind: 'talkative', seed: 91, statesMax: 30 } as const;

it.each([
  [500, 'mixed', MIXED],
  [200, 'talkative', TALKATIVE],
  [200, 'choosing', CHOOSING_NETWORKS],
] as const)('loses nothing of %i %s networks', async (count, _, drawn) => {
  const result = await inThread('compareReduced', { ...drawn, count });
  const { compared, differences, visited, states, alone, choices } = result;
  expect({ compared, differences }).toEqual({ compared: count, differences: [] });
  // Otherwise the test says nothing.
  expect(visited).toBeLessThan(0.9 * states);
  expect(alone + choices).toBeGreaterThan(300);
  if (drawn.kind === 'choosing') expect(choices).toBeGreaterThan(100);
});

it('takes choices that do not concern each other one component at a time', () => {
  const outcome = tryReduction(threeChoosers)!;
  // A tree: of the first component, of the second one, of the third one.
  expect([outcome.visited, outcome.choices, outcome.terminal]).toEqual([1 + 2 + 4 + 8, 1 + 2 + 4, 8]);
});

describe('without one of its conditions it loses something', () => {
  it.each<[Condition, string]>([
    ['enabled', 'a component that may crash'],
    ['enabled', 'a choice that a message puts an end to'],
    ['each of a choice', 'a choice of which one step is heard'],
    ['each of a choice', 'a choice of which one step is heard as a step'],
    ['progress', 'a step that comes back to where it began'],
    ['progress', 'a message that is sent again'],
    ['same state', 'a fact that is told again'],
    ['same effects', 'two messages in one queue'],
    ['queue order', 'two callers whose messages a third puts into one queue'],
    ['failures', 'a call that comes too early'],
    ['attempts', 'a full channel before a call that nobody takes'],
    ['attempts', 'what is shown before a call that nobody takes'],
    ['ends', 'an end that only the environment would put off'],
    ['ends', 'a choice that nobody owes'],
    ['predicates', 'a claim about two components'],
    ['channels in predicates', 'a claim about what waits'],
    ['monitors', 'a monitor that hears both'],
    ['all that is shown', 'a monitor that hears two things of one step'],
    ['heard steps', 'a monitor that hears steps'],
    ['heard before what is added', 'a step that is heard before what it adds'],
    ['heard losses', 'a loss that is heard'],
    ['cycles', 'steps that are taken alone for ever'],
    ['cycles', 'choices that are taken for ever'],
    ['cycles', 'choices that lead round'],
    ['pairs', 'a rendezvous that one of two gets'],
    ['local states in scope', 'a monitor that has heard something else'],
    ['messages in scope', 'a message that waits in one case only'],
    ['cells in scope', 'a monitor that has heard something else'],
    ['situations in scope', 'a sender that is further than its receiver'],
    ['revalidation', 'a rendezvous that nobody has tried'],
    ['certified at last', 'a monitor that has heard something else'],
    ['rendezvous', 'a rendezvous that takes two messages'],
  ])('%s: %s', (condition, network) => {
    const both = HARD.filter(({ name }) => name === network);
    expect(wrongWithout([condition], both)).toEqual([network]);
  });

  it('each of a choice: three of 75 choosing networks', async () => {
    const dropped = new Set<Condition>(['each of a choice']);
    const { differences } = await inThread('compareReduced', {
      ...CHOOSING_NETWORKS,
      statesMax: 80,
      count: 75,
      dropped,
    });
    expect(differences.length).toBeGreaterThanOrEqual(3);
  });

  it('all that is shown: three of 75 talkative networks', async () => {
    const dropped = new Set<Condition>(['all that is shown']);
    const { differences } = await inThread('compareReduced', { ...TALKATIVE, count: 75, dropped });
    expect(differences.length).toBeGreaterThanOrEqual(3);
  });
});
