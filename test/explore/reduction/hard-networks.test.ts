// Goal: the networks in which a careless rule goes wrong are what they are said to be: of each, all states, and what is lost where the wrong step is taken
// alone. Method: the full graph by the reference, the greatest confluent set in it, and a search that takes the wrong step and otherwise only such as may be
// taken.

import { describe, expect, it } from 'vitest';
import { searchAlone, type Told, toldBy } from '../../../bench/confluence/alone-search.js';
import { ConfluentSet, showing } from '../../../bench/confluence/confluent-set.js';
import { dependence } from '../../../bench/confluence/persistent-set.js';
import { type StepGraph, stepGraph } from '../../../bench/confluence/step-graph.js';
import { explore } from '../../../src/index.js';
import { CHOOSING } from '../../support/reduction/choosing.js';
import { NOT_COMMUTING } from '../../support/reduction/commuting.js';
import { COVERED } from '../../support/reduction/covered.js';
import { HEARD } from '../../support/reduction/heard.js';
import { COMMUTING } from '../../support/reduction/join.js';
import { OVERLOOKED } from '../../support/reduction/overlooked.js';
import { ENDLESS_ALONE, VISIBLE } from '../../support/reduction/visible.js';

const STATES_MAX = 50;

const HARD = [
  ...NOT_COMMUTING,
  ...VISIBLE,
  ...ENDLESS_ALONE,
  ...COMMUTING,
  ...OVERLOOKED,
  ...COVERED,
  ...HEARD,
  ...CHOOSING,
];

describe.each(HARD)('$name', (hard) => {
  const graph = stepGraph(hard.network, STATES_MAX)!;
  const told = toldBy(graph, graph.nodes);

  it('is of this size, and violates this', () => {
    const { states, terminal, violated, met = [], margins = {} } = hard;
    expect(told).toEqual({ terminal: told.terminal, violated, met, margins: Object.entries(margins) });
    expect([graph.nodes.length, told.terminal.length]).toEqual([states, terminal]);
    const result = explore(hard.network, { afterViolation: 'continue', progressChecks: false });
    const found = result.properties.filter(({ verdict, isWitness }) => verdict === 'violated' && !isWitness);
    expect(found.map(({ name }) => name).sort()).toEqual(violated);
    expect([result.states, result.terminal]).toEqual([states, terminal]);
  });

  it('has a step that may, or may not, be taken alone', () => {
    const set = new ConfluentSet(graph, 'one-sided');
    const { wrong, right } = hard;
    const shows = showing(graph, 'one-sided');
    if (right !== undefined) {
      const [state, steps] = [stateAfter(graph, right.after), stepsOf(right)];
      expect(dependence(graph, state, steps, shows)).toBeUndefined();
      if (steps.length === 1) expect(set.has(state, right.step)).toBe(true);
    }
    if (wrong === undefined) return;
    const [state, steps] = [stateAfter(graph, wrong.after), stepsOf(wrong)];
    expect(dependence(graph, state, steps, shows)).toBeDefined();
    expect(set.has(state, wrong.step)).toBe(false);
    const { told: careless } = searchAlone(graph, (at) =>
      at === state ? steps.map((label) => graph.nodes[state]!.edges.get(label)!) : set.in(at).slice(0, 1),
    );
    expect(lost(told, careless)).toEqual(hard.loses);
  });
});

const stepsOf = ({ step, others = [] }: { readonly step: string; readonly others?: readonly string[] }) => [
  step,
  ...others,
];

function stateAfter(graph: StepGraph, steps: readonly string[]): number {
  return steps.reduce((state, label) => graph.nodes[state]!.edges.get(label)!.to, graph.initial[0]!);
}

/** What the one tells and the other does not, in words. */
function lost(full: Told, other: Told): string[] {
  const margins = new Map(other.margins);
  return [
    ...(full.terminal.join() === other.terminal.join() ? [] : ['terminal states']),
    ...full.violated.filter((name) => !other.violated.includes(name)).map((name) => `violation of ${name}`),
    ...full.met.filter((name) => !other.met.includes(name)),
    ...full.margins
      .filter(([name, least]) => margins.get(name) !== least)
      .map(([name]) => `margin of ${name}`),
  ];
}
