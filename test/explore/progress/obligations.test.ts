// Goal: what is owed in a state is what the property says of it, be it of one component or of several. Method: properties that say something about a second component
// only in some states of the first, where those that are looked at first tell less; asked of all states at once, and of each by itself.

import { expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { BreadthFirst } from '../../../src/explore/breadth-first.js';
import { Obligations } from '../../../src/explore/progress/obligations.js';
import { StateGraph } from '../../../src/explore/progress/state-graph.js';
import { run } from '../../../src/explore/search.js';
import { StateSet } from '../../../src/explore/state-set.js';
import { defineNetwork, eventually, leadsTo, type View } from '../../../src/index.js';
import { MEETS, OWES } from '../../../src/property/predicate-tables.js';
import { PropertyEvaluator } from '../../../src/property/property-evaluator.js';
import { resultOf } from '../../support/logged-graph.js';

const going = createMachine({
  id: 'going',
  initial: 'off',
  states: { off: { on: { GO: 'on' } }, on: { on: { GO: 'over' } }, over: {} },
});
const timed = createMachine({
  id: 'timed',
  initial: 'off',
  states: { off: { after: { 1: 'on' } }, on: {} },
});

const isBegun = (view: View) => view.matches('going', 'on') && view.matches('timed', 'off');
const network = defineNetwork({
  name: 'two switches',
  components: { going: { machine: going, stimuli: [{ type: 'GO' }] }, timed: { machine: timed } },
  properties: [
    leadsTo('begun by both', isBegun, (view) => view.matches('going', 'over')),
    leadsTo(
      'of one',
      (view) => view.matches('timed', 'off'),
      (view) => view.matches('timed', 'on'),
    ),
    eventually('from the start', (view) => view.matches('timed', 'on')),
    eventually('of nobody', () => false),
  ],
});

it('what all states owe at once is what each owes by itself', () => {
  const search = new BreadthFirst(network);
  run(search);
  const states = new StateSet();
  for (const vector of search.vectors()) states.addVector(vector, vector.length, states.size - 1);
  const graph = new StateGraph(search.engine, states, undefined);
  // Of tables that know the last state only, in which all but one read one component.
  const evaluator = new PropertyEvaluator(search.engine);
  for (const table of evaluator.tables.claims.values()) table.evaluate(graph.read(graph.size - 1));
  const obligations = new Obligations(graph, evaluator);
  resultOf(obligations.noteAll());
  const { claims } = new PropertyEvaluator(search.engine).tables;
  const all = Array.from({ length: graph.size }, (_, state) => state);
  for (const { property, region, seeds, isOwedAtStart } of obligations.ofProperties) {
    const sides = all.map((state) => claims.get(property)!.evaluate(graph.read(state)) as number);
    const owing = all.filter((state) => (sides[state]! & MEETS) === 0);
    expect([...region]).toEqual(owing);
    expect([...seeds]).toEqual(
      owing.filter((state) => (sides[state]! & OWES) !== 0 || (isOwedAtStart && state === 0)),
    );
  }
  expect(obligations.ofProperties.map(({ region }) => [...region].length)).toEqual([4, 3, 3, 6]);
});
