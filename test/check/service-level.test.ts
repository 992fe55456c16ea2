// Goal: a largest load is told as found only if the search for it came to its end and met no violation.
// Method: a system whose figure is its load, of which one load is violated, or is under way when somebody interrupts.

import { describe, expect, it } from 'vitest';
import { configurationOf, largestLoad, type ServiceLevel } from '../../src/index.js';
import { decodeServiceLevel } from '../../machines/systems/decode/decode-system.js';
import { KnownRuns } from '../../machines/systems/known-runs.js';
import type { SystemOutcome } from '../../src/check/system.js';

function levelWith(verdictOf: (load: number) => SystemOutcome['verdict']): ServiceLevel {
  return {
    system: {
      name: 's',
      title: 't',
      faults: {},
      parameters: { load: { kind: 'integer', min: 1, max: 40, default: 1, description: '' } },
      simulate: ({ load }) =>
        Promise.resolve<SystemOutcome>({
          verdict: verdictOf(Number(load)),
          figures: { tpotMs: Number(load) },
          utilisation: {},
          bounds: [],
          notes: [],
        }),
    },
    parameter: 'load',
    multiple: 1,
    figure: 'tpotMs',
    option: 'tpot',
    description: '',
  };
}

async function searched(
  limit: number,
  verdictOf: (load: number, stop: () => void) => SystemOutcome['verdict'],
) {
  const signal = { aborted: false };
  const stop = () => void (signal.aborted = true);
  const tried: number[] = [];
  const level = levelWith((load) => verdictOf(load, stop));
  const { load, outcome } = await largestLoad(level, {}, limit, {
    seed: 1,
    signal,
    onTry: (each) => void tried.push(each),
  });
  return { load, verdict: outcome.verdict, tried };
}

it('is the largest within the limit', async () => {
  expect(await searched(23, () => 'holds-in-sample')).toMatchObject({ load: 23, verdict: 'holds-in-sample' });
});

it('is inconclusive where the search was interrupted: the largest load that was tried to its end', async () => {
  const found = await searched(23, (load, stop) => {
    if (load === 8) stop();
    return 'holds-in-sample';
  });
  expect(found).toEqual({ load: 4, verdict: 'inconclusive', tried: [1, 2, 4, 8] });
});

it('is inconclusive where its very first load was interrupted', async () => {
  const found = await searched(23, (_, stop) => {
    stop();
    return 'holds-in-sample';
  });
  expect(found).toEqual({ load: 1, verdict: 'inconclusive', tried: [1] });
});

it('is inconclusive where a run did not come to its end, with which the search ends', async () => {
  const level = levelWith(() => 'holds-in-sample');
  const unended = { verdict: 'inconclusive', message: 'it was too long', figures: {} } as const;
  const simulate: typeof level.system.simulate = async (configuration, options) => {
    const outcome = await level.system.simulate(configuration, options);
    return configuration.load === 4 ? { ...outcome, ...unended } : outcome;
  };
  const tried: number[] = [];
  const found = await largestLoad({ ...level, system: { ...level.system, simulate } }, {}, 23, {
    seed: 1,
    signal: { aborted: false },
    onTry: (each) => void tried.push(each),
  });
  expect(found).toMatchObject({ load: 4, outcome: unended, above: [] });
  expect(tried).toEqual([1, 2, 4]);
});

it('is the load that is violated, with which the search ends', async () => {
  const found = await searched(23, (load) => (load === 4 ? 'violated' : 'holds-in-sample'));
  expect(found).toEqual({ load: 4, verdict: 'violated', tried: [1, 2, 4] });
});

describe('where the figure of a larger load may be below that of a smaller one', () => {
  /** The load as the figure, but for some that have another one. */
  const dipping = (others: Readonly<Record<number, number>>, dip: number): ServiceLevel => {
    const level = levelWith(() => 'holds-in-sample');
    const { system } = level;
    const simulate: typeof system.simulate = async (configuration, options) => ({
      ...(await system.simulate(configuration, options)),
      figures: { tpotMs: others[Number(configuration.load)] ?? Number(configuration.load) },
    });
    return { ...level, system: { ...system, simulate }, dip };
  };
  const searchedIn = async (level: ServiceLevel) => {
    const tried: number[] = [];
    const onTry = (load: number) => void tried.push(load);
    const { load, above } = await largestLoad(level, {}, 22, { seed: 1, signal: { aborted: false }, onTry });
    return { load, above, tried };
  };

  it('is the largest within the limit all the same', async () => {
    const dips = { 25: 21.9, 27: 22 };
    expect((await searchedIn(dipping(dips, 0))).load).toBe(22);
    expect((await searchedIn(dipping(dips, 0.2))).load).toBe(27);
  });

  it('is looked for up to a load that is too far above the limit for a dip, each load once', async () => {
    const { load, above, tried } = await searchedIn(dipping({ 29: 21 }, 0.2));
    expect({ load, above }).toEqual({ load: 22, above: [] });
    expect(tried).toEqual([1, 2, 4, 8, 16, 32, 24, 20, 22, 23, 25, 26, 27, 28]);
  });

  it('is the largest that there is where larger ones are impossible', async () => {
    const { load } = await searchedIn(
      dipping(Object.fromEntries([...Array(41).keys()].map((each) => [each, 1])), 0.2),
    );
    expect(load).toBe(40);
  });
});

it('a larger batch of decode may take less time for a token, within what its level says', () => {
  const slow = { device: { base: 'ascend-910', bf16OpsPerSecond: 1.5e14 } };
  const runs = new KnownRuns(384);
  const tpotNs = (batch: number) => runs.decode({ ep: 64, mtp: 'off', batch }, slow).tpotNs;
  expect(tpotNs(52)).toBeLessThan(tpotNs(46));
  expect(tpotNs(52)).toBeGreaterThan(tpotNs(46) * (1 - decodeServiceLevel.dip!));
});

describe('where something is drawn', () => {
  /** The load as the figure, but for some that are lucky. */
  const drawn = (lucky: readonly number[], isDrawn: boolean): ServiceLevel => {
    const level = levelWith(() => 'holds-in-sample');
    const { system } = level;
    const simulate: typeof system.simulate = async (configuration, options) => ({
      ...(await system.simulate(configuration, options)),
      ...(lucky.includes(Number(configuration.load)) ? { figures: { tpotMs: 1 } } : {}),
    });
    return { ...level, system: { ...system, simulate }, isDrawn: () => isDrawn };
  };
  const options = { seed: 1, signal: { aborted: false }, onTry: () => {} };

  it('tells the larger loads that were tried: others may be within the limit', async () => {
    const { load, above } = await largestLoad(drawn([29], true), {}, 22, options);
    expect({ load, above }).toEqual({ load: 22, above: [23, 24, 32] });
  });

  it('tells none where nothing is drawn, nor where all larger ones are impossible', async () => {
    expect((await largestLoad(drawn([], false), {}, 22, options)).above).toEqual([]);
    expect(await largestLoad(drawn([], true), {}, 40, options)).toMatchObject({ load: 40, above: [] });
  });

  it('says that larger ones were not tried where the least is above the limit', async () => {
    await expect(largestLoad(drawn([], true), {}, 0.5, options)).rejects.toThrow(
      'Not even load 1 keeps tpotMs within 0.5: it is 1.0. Larger ones were not tried: as something is drawn, one of them may be within it. Raise the limit,',
    );
  });
});

it.each([
  [{}, false],
  [{ eplb: 'drawn' }, true],
  [{ drafts: 'drawn' }, true],
  [{ drafts: 'drawn', mtp: 'off' }, false],
  [{ jitter: 5 }, true],
  [{ stragglers: 1 }, true],
])('decode with %j: that something is drawn is %s', (given, isDrawn) => {
  const { system } = decodeServiceLevel;
  expect(decodeServiceLevel.isDrawn!(configurationOf(system, given))).toBe(isDrawn);
});

it.each([
  [1.01, 1.02, '1.02'],
  [1, 1.000_000_000_4, '1.0000000004'],
  [1, 1.96, '2.0'],
  [1, 1 + Number.EPSILON, '1.0000000000000002'],
  [1, Number.NaN, 'NaN'],
])('a limit of %d is exceeded visibly by %d', async (limit, tpotMs, text) => {
  const level = levelWith(() => 'holds-in-sample');
  const simulate: typeof level.system.simulate = async (configuration, options) => ({
    ...(await level.system.simulate(configuration, options)),
    figures: { tpotMs },
  });
  const options = { seed: 1, signal: { aborted: false }, onTry: () => {} };
  await expect(
    largestLoad({ ...level, system: { ...level.system, simulate } }, {}, limit, options),
  ).rejects.toThrow(`Not even load 1 keeps tpotMs within ${limit}: it is ${text}`);
});
