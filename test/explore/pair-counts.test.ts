// Goal: counts are those of a map, however many numbers there are. Method: random numbers, some of them often, beside a map.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PairCounts } from '../../src/explore/pair-counts.js';

it('counts as a map does, up to 255', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.maxSafeNat(), fc.nat({ max: 20 })), { maxLength: 3_000 }), (keys) => {
      const counts = new PairCounts();
      const map = new Map<number, number>();
      for (const key of keys) {
        counts.add(key);
        map.set(key, (map.get(key) ?? 0) + 1);
      }
      expect(counts.size).toBe(map.size);
      for (const [key, count] of map) expect(counts.of(key)).toBe(Math.min(255, count));
      expect(counts.of(Number.MAX_SAFE_INTEGER - 7)).toBe(map.get(Number.MAX_SAFE_INTEGER - 7) ?? 0);
    }),
    { numRuns: 20, seed: 1 },
  );
  const many = new PairCounts();
  for (let time = 0; time < 300; time++) many.add(5);
  expect(many.of(5)).toBe(255);
});
