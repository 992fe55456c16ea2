/**
 * The protocol without faults: every property holds in every state of the configurations that can be gone through completely, with
 * exact counts so that a change of the model is noticed, and on random schedules of larger ones. Impossible configurations are refused.
 */
import { describe, expect, it } from 'vitest';
import { dispatchCombine } from '../../machines/networks/dispatch-combine.js';
import { everyRouting, routingCount, sampledRoutings } from '../../machines/networks/routings.js';
import { type Configuration, campaign, configurationOf, explore, walk } from '../../src/index.js';

const networkWith = (given: Configuration) =>
  dispatchCombine.build(configurationOf(dispatchCombine, given), new Set());

describe('dispatch-combine without faults', () => {
  it('holds for 2 dies, 2 tokens a die, 2 layers and any routing', () => {
    const result = explore(networkWith({ dies: 2, tokens: 2, layers: 2 }));
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', distinct: 480_373, edges: 1_239_164, depth: 81 });
  });

  it('holds with two microbatches in flight', () => {
    const result = explore(
      networkWith({ dies: 2, tokens: 0, layers: 2, microbatches: 2, routing: 'balanced' }),
    );
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  });

  it('has dies that differ by one operation, and never by more', () => {
    const result = explore(networkWith({ tokens: 1, layers: 2, routing: 'balanced' }));
    expect(result.properties).toContainEqual({ name: 'epoch-skew', verdict: 'holds', margin: 0 });
  });

  it('holds on random schedules of 8 dies with 2 experts each and 3 experts a token', () => {
    const network = networkWith({
      dies: 8,
      tokens: 2,
      layers: 1,
      expertsPerDie: 2,
      topK: 3,
      routing: 'balanced',
      chunk: 2,
    });
    const result = walk(network, { seed: 384, walks: 2, stepsMax: 2_000 });
    expect(result).toMatchObject({ verdict: 'holds-in-sample', walks: 2, ended: 2 });
  });

  it('holds in a campaign over random configurations, and every witness is met', async () => {
    const result = await campaign(dispatchCombine, { seed: 384, runs: 60 });
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds-in-sample')).toEqual([]);
    expect(result.runs).toBe(60);
  });

  it.each([
    [{ dies: 2, topK: 3 }, /a token needs 3 different experts \(topK\), but there are only 2/],
    [
      { dies: 8, tokens: 3, topK: 2, expertsPerDie: 2 },
      /routing 'any' would give each gate \d+ choices, more than 500/,
    ],
    [{ dies: 0 }, "The parameter dies of 'dispatch-combine' is '0'; it must be a whole number from 2 to 16."],
    [
      { routing: 'fair' },
      "The parameter routing of 'dispatch-combine' is 'fair'; it must be one of balanced, sampled, any.",
    ],
  ])('refuses %j', (given, message) => {
    expect(() => configurationOf(dispatchCombine, given as Configuration)).toThrow(message);
  });
});

describe('routings', () => {
  it('are counted as they are listed', () => {
    for (const dies of [2, 3]) {
      for (const tokens of [0, 1, 2, 3]) {
        for (const topK of [1, 2]) {
          const sizes = { dies, expertsPerDie: 1, tokens, topK };
          expect(everyRouting(sizes)).toHaveLength(routingCount(sizes));
        }
      }
    }
  });

  it('are all different up to the order of tokens, and include none', () => {
    const routings = everyRouting({ dies: 2, expertsPerDie: 1, tokens: 2, topK: 1 }).map((each) =>
      JSON.stringify(each),
    );
    expect(routings.sort()).toEqual(['[[0],[0]]', '[[0],[1]]', '[[0]]', '[[1],[1]]', '[[1]]', '[]']);
  });

  it('are drawn reproducibly, each token to different experts, and always include none', () => {
    const sizes = { dies: 4, expertsPerDie: 2, tokens: 3, topK: 3 };
    for (let seed = 0; seed < 50; seed++) {
      const drawn = sampledRoutings(sizes, 1, seed);
      expect(drawn).toEqual(sampledRoutings(sizes, 1, seed));
      expect(drawn).toContainEqual([]);
      for (const token of drawn.flat()) {
        expect(new Set(token).size).toBe(3);
        expect(token.every((expert) => expert >= 0 && expert < 8)).toBe(true);
      }
    }
  });
});
