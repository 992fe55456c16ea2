// Goal: a point falls to the number whose share it lies in. Method: against walking along the weights, on generated weights and changes.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WeightedChoice } from '../../src/explore/weighted-choice.js';

it('divides the line from 0 to the total in proportion to the weights', () => {
  const change = fc.tuple(fc.nat(12), fc.nat(5));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 13 }), fc.array(change, { maxLength: 40 }), (size, changes) => {
      const choice = new WeightedChoice(size);
      const weights = Array.from({ length: size }, () => 0);
      for (const [at, weight] of changes) {
        choice.set(at % size, weight);
        weights[at % size] = weight;
      }
      const line = weights.flatMap((weight, index) => Array.from({ length: weight }, () => index));
      expect(choice.total).toBe(line.length);
      line.forEach((index, point) => {
        expect(choice.at(point)).toBe(index);
        expect(choice.at(point + 0.5)).toBe(index);
      });
    }),
  );
});
