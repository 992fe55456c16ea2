// Goal: the published size of the readers and writers, and the closed form of their states. Method: breadth-first over everything. Source: tlaplus/Examples,
// specifications/ReadersWriters/ReadersWriters.tla and its manifest.json (21 527 distinct, 59 674 generated, depth 13 at 3 actors). TLC counts the one initial
// state among the generated ones.

import { expect, it } from 'vitest';
import { explore } from '../../src/index.js';
import { explore as exploreInAgreement } from '../support/agreement.js';
import { readersWriters, readersWritersDistinct } from '../../bench/networks/readers-writers.js';

const INITIAL_STATES = 1;
const GENERATED = 59_674;

it('three actors have 21 527 states', () => {
  expect(explore(readersWriters(3))).toMatchObject({
    verdict: 'holds',
    states: 21_527,
    steps: GENERATED - INITIAL_STATES,
    depth: 13,
  });
});

it.each([1, 2])('%i actors have as many states as the closed form says', (actors) => {
  expect(exploreInAgreement(readersWriters(actors))).toMatchObject({
    verdict: 'holds',
    states: readersWritersDistinct(actors),
  });
});

it('the closed form has the size that the bench asserts', () => {
  expect(readersWritersDistinct(4)).toBe(2_192_020);
});
