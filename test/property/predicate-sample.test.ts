// Goal: what is evaluated twice, and what is not. Method: counting.

import { expect, it } from 'vitest';
import { PredicateSample } from '../../src/property/predicate-sample.js';

it('repeats the first evaluations, but none that reads tens of thousands of cells', () => {
  const sample = new PredicateSample();
  const vector = new Int32Array(20_000);
  let calls = 0;
  const evaluate = () => {
    calls++;
    return true;
  };
  const reads = [...vector.keys()];
  sample.begin();
  expect(sample.isSame(vector, reads, true, evaluate)).toBe(true);
  expect(sample.isSameAtEnd()).toBe(true);
  expect(calls).toBe(0);
  sample.begin();
  expect(sample.isSame(vector, reads.slice(0, 10), true, evaluate)).toBe(true);
  expect(sample.isSameAtEnd()).toBe(true);
  expect(calls).toBe(2);
});
