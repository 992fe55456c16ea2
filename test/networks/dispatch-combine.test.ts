/**
 * The protocol without faults: every property holds in every state of the configurations that can be gone through completely, with
 * exact counts so that a change of the model is noticed, and on random schedules of larger ones. Impossible configurations are refused.
 */
import { describe, expect, it } from 'vitest';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { type Configuration, configurationOf, explore, walk } from '../../src/index.js';
import { inThread } from '../support/in-thread.js';

const exploreWith = (given: Configuration) => inThread('exploreHealthy', dispatchCombine.name, given);
const networkWith = (given: Configuration) =>
  dispatchCombine.build(configurationOf(dispatchCombine, given), new Set());

describe('dispatch-combine without faults', () => {
  it('holds for 2 dies, 2 tokens a die, 2 layers and any routing', async () => {
    const result = await exploreWith({ dies: 2, tokens: 2, layers: 2 });
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', states: 72_233, steps: 197_281, depth: 52 });
  });

  it('holds with two microbatches in flight', async () => {
    const result = await exploreWith({ dies: 2, tokens: 0, layers: 2, microbatches: 2, routing: 'balanced' });
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  });

  it('has dies that have ended one FusedDispatch more than others, and never two', () => {
    const result = explore(networkWith({ tokens: 1, layers: 2, routing: 'balanced' }));
    expect(result.properties).toContainEqual(
      expect.objectContaining({ name: 'epoch-skew', verdict: 'holds', margin: 0 }),
    );
  });

  // Each with its exact count of states, so that a change of the model is noticed.
  it.each([
    [{ dies: 3, tokens: 1, layers: 2, topK: 2, routing: 'balanced' }, 60_325],
    [{ dies: 3, tokens: 1, layers: 1, sharedDies: 1, redundant: 1 }, 70_928],
    [{ dies: 2, tokens: 2, layers: 1, sharedDies: 1, expertsPerDie: 2, routing: 'balanced' }, 21_325],
    // Both places of the replicated expert are on one die.
    [
      { tokens: 1, layers: 1, sharedDies: 1, expertsPerDie: 3, redundant: 1, topK: 2, routing: 'balanced' },
      3_276,
    ],
    [{ tokens: 1, layers: 3, flags: 'sense' }, 59_316],
    [{ tokens: 1, layers: 3, flags: 'counting' }, 59_316],
    [{ tokens: 2, layers: 2, combineSignal: 'store' }, 76_977],
    [{ tokens: 1, layers: 3, buffers: 'one-ack' }, 41_453],
    [{ tokens: 1, layers: 2, dispatchTransfer: 'pull', combineTransfer: 'pull' }, 4_459],
    [
      {
        tokens: 2,
        layers: 1,
        dispatchTransfer: 'pull',
        combineTransfer: 'pull',
        routing: 'balanced',
      },
      1_228,
    ],
    [{ tokens: 2, layers: 1, cores: 2 }, 33_624],
    // The order in which the stages of a core were entered last is a part of its state, as XState takes eventless transitions in it.
    [{ tokens: 2, layers: 1, ubufferSlots: 2, routing: 'balanced' }, 2_732],
    [{ tokens: 2, layers: 1, credits: 1, flaps: 1, routing: 'balanced' }, 2_272],
    [{ tokens: 1, layers: 2, limit: 'probe', failures: 1 }, 10_202],
    [{ dies: 3, tokens: 1, layers: 1, limit: 'probe', failures: 1, routing: 'balanced' }, 17_183],
  ])('holds for %j', async (given, states) => {
    const result = await exploreWith(given);
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', states });
  });

  it('with plain stores that are not seen twice holds only if flags count by atomic add', () => {
    const sticky = new Set(['A6']);
    const verdictWith = (flags: string) => {
      const given = { ...configurationOf(dispatchCombine, {}, sticky), flags };
      return explore(dispatchCombine.build(given, sticky)).violations[0]?.property;
    };
    expect(verdictWith('zeroing')).toBe('signals-of-their-operation');
    expect(verdictWith('sense')).toBe('deadlock-freedom');
    expect(verdictWith('counting')).toBeUndefined();
  });

  it('needs paths that keep their order if flags are stored behind data', () => {
    const given = { tokens: 1, layers: 1, paths: 'unordered' };
    expect(explore(networkWith(given)).verdict).toBe('holds');
    const stored = explore(networkWith({ ...given, combineSignal: 'store' }));
    expect(stored.violations[0]).toMatchObject({ property: 'flag-implies-data' });
  });

  it('carries one layer of EP320 at a smaller size: shared experts, replicas, eight experts a token', () => {
    const network = networkWith({
      dies: 32,
      tokens: 1,
      layers: 1,
      sharedDies: 4,
      redundant: 4,
      topK: 8,
      routing: 'balanced',
    });
    const result = walk(network, { seed: 384, walks: 1, stepsMax: 20_000 });
    expect(result).toMatchObject({ verdict: 'holds-in-sample', ended: 1 });
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
    const result = await inThread('runCampaign', dispatchCombine.name, { seed: 384, runs: 20 });
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds-in-sample')).toEqual([]);
    expect(result.runs).toBe(20);
  });

  it.each([
    [{ dies: 2, topK: 3 }, /a token needs 3 different experts \(topK\), but there are only 2/],
    [
      { dies: 8, tokens: 3, topK: 2, expertsPerDie: 2 },
      /routing 'any' would give each gate \d+ choices, more than 500/,
    ],
    [
      { dies: 0 },
      "The parameter dies of 'dispatch-combine' is '0'; it must be a whole number from 2 to 768.",
    ],
    [{ dies: 2, sharedDies: 2 }, 'all 2 dies would host the shared expert (sharedDies 2)'],
    [{ dies: 2, idleDies: 3 }, 'there are 2 dies, and 3 of them (idleDies) would have no tokens'],
    [
      { dies: 2, redundant: 2 },
      '2 of 2 places for experts (redundant) would hold second replicas of 0 experts',
    ],
    [{ tokens: 4, batch: 3 }, 'dies have up to 4 tokens, more than the batch of 3'],
    [{ batch: 128, windowMiB: 6 }, 'the window needs 11 MiB and has 6 (windowMiB)'],
    [{ failures: 1 }, 'a die that fails keeps its peers waiting for ever if waits have no limit'],
    [
      { routing: 'fair' },
      "The parameter routing of 'dispatch-combine' is 'fair'; it must be one of balanced, sampled, any.",
    ],
  ])('refuses %j', (given, message) => {
    expect(() => configurationOf(dispatchCombine, given as Configuration)).toThrow(message);
  });
});
