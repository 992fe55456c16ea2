// Goal: a row of a sweep over seeds hides no run that is violated, and tells figures that were found.
// Method: a system whose figure is 10 milliseconds and the seed, and which one seed violates.

import { expect, it } from 'vitest';
import { isRefused, rangeNotes, type ServiceLevel, sweepSystem } from '../../src/index.js';
import { sweepCsv, systemSweepJson, systemSweepText } from '../../src/report/system-sweep-text.js';
import type { SystemOutcome } from '../../src/check/system.js';

const levelWith = (bad: number, verdict: SystemOutcome['verdict']): ServiceLevel => ({
  system: {
    name: 's',
    title: 't',
    faults: {},
    parameters: { batch: { kind: 'integer', min: 1, max: 8, default: 1, description: '' } },
    simulate: (_, { seed }) =>
      Promise.resolve<SystemOutcome>({
        verdict: seed === bad ? verdict : 'holds-in-sample',
        ...(seed === bad ? { message: 'it stands still' } : {}),
        figures: { tpotMs: 10 + seed },
        utilisation: {},
        bounds: [],
        notes: [],
      }),
  },
  parameter: 'batch',
  multiple: 1,
  figure: 'tpotMs',
  option: 'tpot',
  description: '',
});

async function sweptRow(bad: number, verdict: SystemOutcome['verdict'] = 'violated') {
  const [row] = await sweepSystem(levelWith(bad, verdict), { batch: '1' }, [12, 50], {
    seed: 1,
    seeds: 5,
    signal: { aborted: false },
    onRun: () => {},
  });
  if (row === undefined || isRefused(row)) throw new Error('no row');
  return row;
}

it('tells the run whose figure is the median, and the limits that it is within', async () => {
  const { outcome, within, spreads } = await sweptRow(9);
  expect(outcome).toMatchObject({ verdict: 'holds-in-sample', figures: { tpotMs: 13 } });
  expect(within).toEqual([50]);
  expect(spreads.tpotMs).toMatchObject({ least: 11, median: 13, largest: 15 });
});

it.each([1, 3, 5])('is violated where the run of seed %i is, and within no limit', async (bad) => {
  const { outcome, within, spreads } = await sweptRow(bad);
  expect(outcome).toMatchObject({ verdict: 'violated', figures: { tpotMs: 10 + bad } });
  expect(within).toEqual([]);
  expect(spreads.tpotMs!.median).toBe(13);
});

it('a row that is violated says so, and why, as text, CSV and JSON', async () => {
  const row = await sweptRow(3);
  const shape = { figure: 'tpotMs', option: 'tpot', limits: [12, 50], seeds: 5, notes: [] };
  expect(systemSweepText([row], shape)).toMatch(/none.*violated: it stands still/u);
  expect(sweepCsv([row], shape)).toMatch(/,none,violated: it stands still$/mu);
  expect(systemSweepJson([row], shape).rows).toMatchObject([
    { verdict: 'violated', message: 'it stands still', within: [] },
  ]);
});

// A run that did not come to its end has no figures.
it('a row of a run without an end says so, beside rows that have one, as text, CSV and JSON', async () => {
  const level = levelWith(9, 'violated');
  const message = 'it was too long';
  const unended: SystemOutcome = {
    verdict: 'inconclusive',
    message,
    figures: {},
    utilisation: {},
    bounds: [],
    notes: [],
  };
  const simulate: typeof level.system.simulate = (configuration, options) =>
    configuration.batch === 1 && options.seed === 2
      ? Promise.resolve(unended)
      : level.system.simulate(configuration, options);
  const rows = await sweepSystem(
    { ...level, rate: 'tpotMs', system: { ...level.system, simulate } },
    { batch: '1,2' },
    [50],
    {
      seed: 1,
      seeds: 3,
      signal: { aborted: false },
      onRun: () => {},
    },
  );
  const shape = { figure: 'tpotMs', option: 'tpot', limits: [50], seeds: 3, notes: [] };
  expect(sweepCsv(rows, shape).split('\n')).toEqual([
    'batch,tpotMs,tpotMs p5,tpotMs p50,tpotMs p95,tpotMs p99,tpot,mode',
    '1,,,,,,none,inconclusive: it was too long',
    '2,12.000,11.000,12.000,13.000,13.000,50,',
  ]);
  expect(systemSweepText(rows, shape)).toMatch(/inconclusive: it was too long/u);
  const [first, second] = systemSweepJson(rows, shape).rows;
  expect(first).toEqual({ batch: 1, within: [], verdict: 'inconclusive', message });
  expect(second).toMatchObject({ batch: 2, tpotMs: 12, spreads: { tpotMs: { median: 12 } } });
});

it('a row is inconclusive where a run is', async () => {
  const { outcome, within } = await sweptRow(5, 'inconclusive');
  expect(outcome.verdict).toBe('inconclusive');
  expect(within).toEqual([]);
});

it.each([
  ['8..13', 2, ['8..13 of batch goes by 2, as it names no step. 8..13:1 has all values.']],
  ['1, 2..4', 3, ['2..4 of batch goes by 3, as it names no step. 2..4:1 has all values.']],
  ['8..13:1', 2, []],
  ['8..8', 2, []],
  ['8,9', 2, []],
  ['8..13', 1, []],
])('of %s it is said where the step of %i was not asked for', (batch, multiple, notes) => {
  expect(rangeNotes({ ...levelWith(9, 'violated'), multiple }, { batch })).toEqual(notes);
});
