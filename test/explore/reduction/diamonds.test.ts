// Goal: of an act and something else that fails in the same local state it is said that they are in conflict, and nothing is looked up of where the failure would lead. Method: one
// component, whose answers are asked for beforehand.

import { expect, it } from 'vitest';
import { Engine } from '../../../src/engine/engine.js';
import { CONFLICT, Diamonds } from '../../../src/explore/reduction/diamonds.js';
import { actionOfEvent, LocalActions } from '../../../src/explore/reduction/local-actions.js';
import { QuestionBudget } from '../../../src/explore/reduction/question-budget.js';
import { defineNetwork } from '../../../src/index.js';
import { part } from '../../support/reduction/part.js';

it('what fails leads nowhere', () => {
  const network = defineNetwork({
    name: 'fails',
    components: { c: part({ s0: { GO: 's1', BAD: 's1 fail' }, s1: { GO: 's1', BAD: 's2' }, s2: {} }) },
  });
  const engine = new Engine(network);
  const [first] = engine.starts();
  const component = engine.components[0]!;
  const actions = new LocalActions(component, engine.channels, new QuestionBudget(() => 1));
  const diamonds = new Diamonds(engine, [actions], new Set());
  const local = first!.vector[0]!;
  const [go, bad] = ['GO', 'BAD'].map((type) => actionOfEvent(component.eventId({ type })));
  const after = actions.next[actions.ask(local, go!)]!;
  expect(actions.throws[actions.ask(local, bad!)]).toBe(true);
  actions.ask(after, bad!);
  actions.missing.locals.clear();
  expect(diamonds.of(0, local, go!, bad!, false, false)).toBe(CONFLICT);
  expect(actions.missing.locals.values).toEqual([]);
});
