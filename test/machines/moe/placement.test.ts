// Goal: every expert has a place, and replicas and the shared expert have theirs. Method: one group with all of them.

import { describe, expect, it } from 'vitest';
import { expertCount, placeOf, SHARED_EXPERT } from '../../../machines/moe/placement.js';

describe('placement', () => {
  const sizes = { dies: 10, sharedDies: 2, expertsPerDie: 2, redundant: 3, topK: 2 };

  it('gives every expert a place of its own, and the first ones a second', () => {
    expect(expertCount(sizes)).toBe(13);
    const places = Array.from({ length: 13 }, (_, expert) =>
      [0, 1].map((source) => JSON.stringify(placeOf(sizes, expert, source))),
    );
    expect(new Set(places.flat()).size).toBe(13 + 3);
    expect(places.slice(3).every(([even, odd]) => even === odd)).toBe(true);
  });

  it('puts the shared expert on the first dies, and no other', () => {
    const shared = [0, 1, 2, 3].map((source) => placeOf(sizes, SHARED_EXPERT, source).die);
    expect(shared).toEqual([0, 1, 0, 1]);
    expect(placeOf(sizes, 0, 0).die).toBe(2);
  });
});
