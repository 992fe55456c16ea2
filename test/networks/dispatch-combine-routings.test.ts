// Goal: what gates may choose is all there, counted right, and drawn the same for a seed. Method: small sizes that can be listed by hand.

import { describe, expect, it } from 'vitest';
import {
  everyRouting,
  routingCount,
  sampledRoutings,
} from '../../machines/networks/dispatch-combine/routings.js';

describe('routings', () => {
  const whole = { sharedDies: 0, redundant: 0, expertsPerDie: 1 };

  it('are counted as they are listed', () => {
    for (const dies of [2, 3]) {
      for (const tokens of [0, 1, 2, 3]) {
        for (const topK of [1, 2]) {
          const sizes = { ...whole, dies, tokens, topK };
          expect(everyRouting(sizes)).toHaveLength(routingCount(sizes));
        }
      }
    }
  });

  it('are all there, in every order of tokens, and include none', () => {
    const routings = everyRouting({ ...whole, dies: 2, tokens: 2, topK: 1 }).map((each) =>
      JSON.stringify(each),
    );
    expect(routings.sort()).toEqual([
      '[[0],[0]]',
      '[[0],[1]]',
      '[[0]]',
      '[[1],[0]]',
      '[[1],[1]]',
      '[[1]]',
      '[]',
    ]);
  });

  it('are drawn reproducibly, each token to different experts, and always include none', () => {
    const sizes = { ...whole, dies: 4, expertsPerDie: 2, tokens: 3, topK: 3, skew: 30 };
    for (let routingSeed = 0; routingSeed < 50; routingSeed++) {
      const drawn = sampledRoutings({ ...sizes, routingSeed }, 1);
      expect(drawn).toEqual(sampledRoutings({ ...sizes, routingSeed }, 1));
      expect(drawn).toContainEqual([]);
      for (const token of drawn.flat()) {
        expect(new Set(token).size).toBe(3);
        expect(token.every((expert) => expert >= 0 && expert < 8)).toBe(true);
      }
    }
  });

  it('go to the hottest expert more often the more they are skewed', () => {
    const hottest = (skew: number) =>
      Array.from({ length: 100 }, (_, routingSeed) =>
        sampledRoutings({ ...whole, dies: 8, tokens: 3, topK: 1, skew, routingSeed }, 1).flat(2),
      )
        .flat()
        .filter((expert) => expert === 0).length;
    expect(hottest(60)).toBeGreaterThan(3 * hottest(0));
  });
});
