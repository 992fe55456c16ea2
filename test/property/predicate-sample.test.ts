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

it('shows each evaluation at the end the cells that it read and no others, also after one that threw', () => {
  const first = new PredicateSample();
  const second = new PredicateSample();
  const sum = (vector: Int32Array) => vector.reduce((all, cell) => all + cell, 0);
  const kept = (sample: PredicateSample, cells: readonly number[], evaluate: typeof sum) => {
    const vector = Int32Array.from({ length: 4 }, (_, cell) => (cells.includes(cell) ? 1 : 0));
    sample.begin();
    expect(sample.isSame(vector, cells, cells.length, evaluate)).toBe(true);
  };
  let isAtEnd = false;
  kept(first, [0, 3], (vector) => {
    if (isAtEnd) throw new Error('of a predicate');
    return sum(vector);
  });
  kept(second, [1], sum);
  kept(second, [1, 2, 3], sum);
  isAtEnd = true;
  expect(() => first.isSameAtEnd()).toThrow('of a predicate');
  expect(second.isSameAtEnd()).toBe(true);
});

it('shows an evaluation at the end its own cells where others are done again meanwhile', () => {
  const outer = new PredicateSample();
  const inner = new PredicateSample();
  const sum = (vector: Int32Array) => vector.reduce((all, cell) => all + cell, 0);
  let isAtEnd = false;
  inner.begin();
  expect(inner.isSame(Int32Array.of(0, 2), [1], 2, sum)).toBe(true);
  outer.begin();
  const evaluate = (vector: Int32Array) => {
    if (isAtEnd) expect(inner.isSameAtEnd()).toBe(true);
    return sum(vector);
  };
  expect(outer.isSame(Int32Array.of(1, 1, 0), [0, 1], 2, evaluate)).toBe(true);
  isAtEnd = true;
  expect(outer.isSameAtEnd()).toBe(true);
});
