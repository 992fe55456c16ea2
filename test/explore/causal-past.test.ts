// Goal: the causal past of places. Method: hand-drawn trails.

import { expect, it } from 'vitest';
import { CausalPast } from '../../src/explore/causal-past.js';

function trailOf(...steps: readonly (readonly number[])[]): CausalPast {
  const trail = new CausalPast();
  for (const step of steps) trail.add(step);
  return trail;
}

it('is the steps that have a place in common, one after the other, back from the end', () => {
  const trail = trailOf([1], [2, 3], [4], [3, 5], [2], [5]);
  expect(trail.causesOf([5])).toEqual([1, 3, 5]);
  expect(trail.causesOf([4])).toEqual([2]);
  expect(trail.causesOf([1, 4])).toEqual([0, 2]);
  expect(trail.causesOf([9])).toEqual([]);
});

it('does not go forward in time', () => {
  expect(trailOf([1, 2], [2, 3]).causesOf([1])).toEqual([0]);
});
