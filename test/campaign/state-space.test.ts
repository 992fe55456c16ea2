// Goal: a campaign tells exactly what share of a known state space its runs saw. Method: counters whose state spaces have
// (countMax + 1) ^ counters states; the share of a space so small that the runs must see all of it, and of one so large that they cannot.

import { describe, expect, it } from 'vitest';
import { campaign, campaignAsync, configurationOf, explore, type NetworkFamily } from '../../src/index.js';
import { counters } from '../cli/catalogue.js';

const small = configurationOf(counters, { counters: 1, countMax: 2 });
const large = configurationOf(counters, { counters: 4, countMax: 9 });
const enumerated = [
  { configuration: small, states: 3 },
  { configuration: large, states: 10_000 },
];

describe('the share of known state spaces', () => {
  it('is one where everything was seen, and what was seen where it was not', async () => {
    const { sampled, runs } = await campaignAsync(counters, { seed: 1, runs: 100, enumerated });
    expect(sampled[0]).toMatchObject({ configuration: small, states: 3, seen: 3, share: 1 });
    expect(sampled[1]!.seen).toBeGreaterThan(100);
    expect(sampled[1]!.seen).toBeLessThan(61 * sampled[1]!.runs);
    expect(sampled[1]!.share).toBe(sampled[1]!.seen / 10_000);
    const drawn = sampled.reduce((sum, space) => sum + space.runs, 0);
    expect(drawn / runs).toBeGreaterThan(0.15);
    expect(drawn / runs).toBeLessThan(0.4);
  });

  it('never exceeds one: what runs see, exploring finds', async () => {
    const configuration = configurationOf(counters, { counters: 3 });
    const { states } = explore(counters.build(configuration, new Set()));
    const only: NetworkFamily = { ...counters, campaign: { ranges: {}, stepsMax: 500 } };
    const { sampled } = await campaignAsync(only, {
      seed: 5,
      runs: 150,
      enumerated: [{ configuration, states }],
    });
    expect(sampled[0]!.seen).toBe(states);
  });

  it('is the same for the same seed', async () => {
    const shares = async () => (await campaignAsync(counters, { seed: 9, runs: 40, enumerated })).sampled;
    expect(await shares()).toEqual(await shares());
  });

  it('is of configurations whose other parameters have their defaults', async () => {
    const { sampled } = await campaignAsync(counters, {
      seed: 1,
      runs: 20,
      enumerated: [{ configuration: { countMax: 1 }, states: 4 }],
    });
    expect(sampled).toMatchObject([{ configuration: { counters: 2, countMax: 1, start: 'idle' }, seen: 4 }]);
  });

  it('cannot be had of a configuration that the campaign does not draw', async () => {
    await expect(
      campaignAsync(counters, { seed: 1, runs: 20, fixed: { counters: 2 }, enumerated }),
    ).rejects.toThrow(
      "The campaign over 'counters' keeps counters at 2, but one of its enumerated configurations has 1. Leave that one out.",
    );
  });

  it('cannot be had of one that is given twice, once with its defaults written out', () => {
    const twice = [{}, { counters: 2 }].map((configuration) => ({ configuration, states: 16 }));
    expect(() => campaign(counters, { seed: 1, runs: 20, enumerated: twice })).toThrow(
      /^The campaign over 'counters' is given the enumerated configuration \{"counters":2,.*\} twice\. Leave one of them out/,
    );
  });

  it.each<[unknown, string]>([
    [[null], ', [0], is null; give { configuration, states }, as explorations of it found.'],
    [{}, ' is an object; give a list with { configuration, states }'],
    [[{ configuration: {} }], ', [0], has the states undefined; give it a whole number of at least 1.'],
    [[{ configuration: {}, states: 0 }], ', [0], has the states 0;'],
  ])('cannot be had of %j', (spaces, sentence) => {
    expect(() => campaign(counters, { seed: 1, runs: 1, enumerated: spaces as never })).toThrow(
      `The option enumerated of \`campaign\`${sentence}`,
    );
  });

  it('cannot be had of what is no configuration', () => {
    const spaces = [{ configuration: null, states: 1 }] as never;
    expect(() => campaign(counters, { seed: 1, runs: 1, enumerated: spaces })).toThrow(
      "A configuration of the network 'counters' is null;",
    );
  });
});
