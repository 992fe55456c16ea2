// Goal: a machine whose functions check another network is refused by a sentence that says so, and leaves nothing behind that fails later; a predicate may do it, and
// searches beside one another are as if each were alone. Method: each way to begin a search, in a guard; searches within a claim, and three at once.

import { expect, it } from 'vitest';
import { setup } from 'xstate';
import {
  always,
  assertHolds,
  assertHoldsAsync,
  explore,
  exploreAsync,
  walk,
  type ExploreResult,
} from '../../src/index.js';
import { ON_GO, refusal } from '../support/refusal.js';
import { switches } from '../support/switches.js';

const inner = switches(2);

const asking = (begin: () => unknown) =>
  setup({ guards: { isChecked: () => begin() !== undefined } }).createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { on: { GO: { guard: 'isChecked', target: 'b' } } }, b: {} },
  });

it.each<[string, () => unknown]>([
  ['explore', () => explore(inner)],
  ['exploreAsync', () => exploreAsync(inner)],
  ['walk', () => walk(inner, { walks: 1, stepsMax: 5, seed: 1 })],
  ['assertHolds', () => assertHolds(inner)],
  ['assertHoldsAsync', () => assertHoldsAsync(inner)],
])('%s in a guard', (_, begin) => {
  expect(refusal(asking(begin))).toBe(
    `${ON_GO} calls the checker itself, an effect that the engine cannot see. Guards, assignments and expressions only compute; send a message, or start a timer with a delay.`,
  );
});

it('a claim may ask for another search', () => {
  const claim = always('the others hold', () => explore(inner).verdict === 'holds');
  expect(explore(switches(2, [claim])).verdict).toBe('holds');
});

it('searches at the same time are as those that are alone', async () => {
  const plain = ({ verdict, states, steps, depth, properties }: ExploreResult) => ({
    verdict,
    states,
    steps,
    depth,
    properties,
  });
  const one = switches(8);
  const found = await Promise.all([exploreAsync(one), exploreAsync(switches(6)), exploreAsync(one)]);
  const expected = [explore(one), explore(switches(6)), explore(one)];
  expect(found.map(plain)).toEqual(expected.map(plain));
});
