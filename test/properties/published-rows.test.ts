// Goal: the statecharts come to what the paper reports, within its bands, with few fitted numbers; gains have their signs; and nothing that
// simulates knows the reported figures. Method: every published row, simulated once and compared with the document, too; the same answers with the
// table of figures taken away.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { decode, decodeServiceLevel } from '../../machines/systems/decode/decode-system.js';
import { decodeRun } from '../../machines/systems/decode/instance.js';
import { runDecodeOn } from '../../machines/systems/decode/run.js';
import { KnownRuns } from '../../machines/systems/known-runs.js';
import { Pipelines } from '../../machines/systems/pipelines.js';
import { prefillRun } from '../../machines/systems/prefill/instance.js';
import { prefill } from '../../machines/systems/prefill/prefill-system.js';
import { runPrefill } from '../../machines/systems/prefill/run.js';
import { publishedRows, rowsWith } from '../../properties/published-rows.js';
import { beatenBaselines, type Compared, compareRows } from '../../src/check/comparison.js';
import { largestLoad } from '../../src/check/service-level.js';
import { type ComparedRow, isPredicted, isWithinBand, rowError } from '../../src/check/system.js';
import { type Calibration, CALIBRATED, FITS, UNFITTED } from '../../src/cloudmatrix/cost/calibration.js';
import { PERFORMANCE } from '../../src/cloudmatrix/paper/performance.js';
import { type Configuration, configurationOf } from '../../src/index.js';
import { comparedTable } from '../docs/computed-tables.js';
import { holdRegion } from '../docs/document.js';

const comparison = publishedRows();
const pipelines = new Pipelines();
let compared: Compared;

beforeAll(async () => {
  compared = await compareRows(comparison, {});
});

const valuesOf = (row: ComparedRow) => compared.values.find((values) => values.row === row)!;

const rateOf = (given: Configuration) => {
  const { cost, options } = decodeRun(configurationOf(decode, given), 384);
  return runDecodeOn(pipelines.decode(cost, options), cost, options).tokensPerSecondPerNpu;
};

describe('published rows', () => {
  it('are all there', () => {
    expect(comparison.rows.map(({ name }) => name).sort()).toEqual(Object.keys(PERFORMANCE).sort());
  });

  it.each(comparison.rows)('$name is simulated within its band', (row) => {
    const values = valuesOf(row).fitted;
    expect(isWithinBand(row, values), `${values} for ${row.published}: off by ${rowError(row, values)}`).toBe(
      true,
    );
  });

  it('stand in the document on throughput, all within their bands', async () => {
    expect(compared.verdict).toBe('holds-in-sample');
    await holdRegion('docs/throughput.md', 'published-rows', comparedTable(compared.values));
  });

  it('agree with each other as published', () => {
    const value = (name: keyof typeof PERFORMANCE) => PERFORMANCE[name].value as number;
    for (const batch of [96, 8] as const) {
      const rate = value(`decode-throughput-${batch}`);
      expect(Math.abs((batch * 1_000) / value(`decode-tpot-${batch}`) / rate - 1)).toBeLessThan(0.003);
    }
  });

  it('that are ranges are met by values within them, and missed by the nearest end', () => {
    const range = { ...comparison.rows[0]!, published: [10, 20] as const, band: 0.1, isInPoints: false };
    expect(rowError(range, [10, 15, 20])).toBe(0);
    expect(rowError(range, [9, 24])).toBeCloseTo(0.2, 12);
    expect(isWithinBand(range, [9, 22])).toBe(true);
    expect(isWithinBand(range, [8.9])).toBe(false);
    expect(rowError({ ...range, isInPoints: true }, [8])).toBe(-2);
  });
});

describe('predicted rows', () => {
  it('are nearer to what was published than the baseline, two of three at least', () => {
    const { comparable, beaten } = beatenBaselines(compared.values);
    expect(comparable.length).toBeGreaterThan(8);
    expect(beaten.length / comparable.length).toBeGreaterThanOrEqual(2 / 3);
  });

  it('are never fitted, and no input is', () => {
    for (const row of comparison.rows) {
      if (isPredicted(row)) expect(row.fitted).toEqual([]);
      if (row.isInput) expect([row.fitted, isPredicted(row)]).toEqual([[], false]);
    }
  });

  it("are simulated in the paper's mode, which is stated", () => {
    for (const { name, mode } of comparison.rows) {
      if (/^(decode|prefill|slo)-/.test(name)) expect(mode).toMatch(/^(two microbatches|one microbatch)/);
    }
  });
});

describe('service levels', () => {
  const largest = async (limit: number) => {
    const options = { seed: 384, signal: { aborted: false }, onTry: () => {} };
    const { load, outcome } = await largestLoad(decodeServiceLevel, {}, limit, options);
    return { batch: load, rate: outcome.figures.tokensPerSecondPerNpu as number };
  };

  it('of 15 ms let batch 8 through, within 5 % of 538 tokens/s', async () => {
    const { batch, rate } = await largest(15);
    expect(batch).toBeGreaterThanOrEqual(8);
    expect(Math.abs(rate / 538 - 1)).toBeLessThan(0.05);
  });

  it('of 50 ms let a batch through within 4 of 96, and 5 % of 1,943 tokens/s', async () => {
    const { batch, rate } = await largest(50);
    expect(Math.abs(batch - 96)).toBeLessThanOrEqual(4);
    expect(Math.abs(rate / 1_943 - 1)).toBeLessThan(0.05);
  });
});

describe('fitted numbers', () => {
  it('are eight: three of decode, three of prefill, two of caches, each with the rows that it is fitted to', () => {
    const ofDecode = FITS.filter(({ rows }) => rows.every((row) => row.startsWith('decode-')));
    const ofPrefill = FITS.filter(({ rows }) => rows.every((row) => row.startsWith('prefill-')));
    const ofCaches = FITS.filter(({ rows }) => rows.every((row) => /^(reuse|model)-/.test(row)));
    expect([FITS, ofDecode, ofPrefill, ofCaches].map(({ length }) => length)).toEqual([8, 3, 3, 2]);
    for (const { parameter, value, rows } of FITS) {
      expect(CALIBRATED[parameter]).toBe(value);
      expect(rows.length).toBeGreaterThan(0);
      for (const name of rows) expect(Object.keys(PERFORMANCE)).toContain(name);
    }
  });

  it('are all that the calibration has beside published measurements of operators', () => {
    const fitted = FITS.map(({ parameter }): string => parameter);
    const different = Object.entries(CALIBRATED).filter(
      ([name, value]) => name !== 'name' && UNFITTED[name as keyof typeof UNFITTED] !== value,
    );
    expect(different.map(([name]) => name).sort()).toEqual([...fitted].sort());
  });

  it('matter: without them rows are missed', () => {
    for (const name of ['decode-microbatch-gain-96', 'prefill-throughput-default']) {
      const row = comparison.rows.find((each) => each.name === name)!;
      expect(isWithinBand(row, valuesOf(row).unfitted)).toBe(false);
    }
  });

  it('leave the largest error of their rows, as a part of its band, nearly as small as it can be', () => {
    const runs = new KnownRuns(384);
    const worstOf = (changed: Partial<Calibration>) => {
      const rows = rowsWith(runs, { calibration: changed }).filter(({ fitted }) => fitted.length > 0);
      const ofSystem = rows.filter(({ name }) => name.startsWith('decode-'));
      return Math.max(...ofSystem.map((row) => Math.abs(rowError(row, row.simulate(true))) / row.band));
    };
    const usual = worstOf({});
    for (const { parameter, value } of FITS.slice(0, 3)) {
      const worstAt = (factor: number) => worstOf({ [parameter]: value * factor });
      expect(Math.min(worstAt(0.98), worstAt(1.02)), parameter).toBeGreaterThan(0.98 * usual);
      expect(Math.min(worstAt(0.75), worstAt(1.25)), parameter).toBeGreaterThan(usual);
    }
  });
});

describe('ablations have their signs', () => {
  const batches = [2, 4, 8, 16, 32, 64, 96];

  it.each([
    ['off', batches],
    // One sequence of a die cannot be split.
    ['on', batches.slice(1)],
  ] as const)('MTP gains at every batch, less at larger ones (microbatches %s)', (microbatch, of) => {
    const gains = of.map(
      (batch) => rateOf({ batch, microbatch }) / rateOf({ batch, microbatch, mtp: 'off' }),
    );
    gains.forEach((gain, at) => {
      expect(gain).toBeGreaterThan(1);
      if (at > 0) expect(gain).toBeLessThan(gains[at - 1]!);
    });
  });

  it('two microbatches gain where the scheduler chooses them, and are chosen only there', () => {
    for (const batch of batches) {
      const chosen = rateOf({ batch, microbatch: 'auto' });
      expect(chosen).toBeGreaterThanOrEqual(rateOf({ batch, microbatch: 'off' }) * 0.999);
      expect(chosen).toBeGreaterThanOrEqual(rateOf({ batch, microbatch: 'on' }) * 0.97);
    }
  });

  it('perfect load balance is no slower than a drawn one, and larger batches bring more', () => {
    const rate = (eplb: string) => {
      const { cost, options } = prefillRun(configurationOf(prefill, { eplb, dies: 4 }), 384);
      return runPrefill(cost, options).tokensPerSecondPerNpu;
    };
    expect(rate('perfect')).toBeGreaterThan(rate('drawn'));
    expect(rateOf({ batch: 96 })).toBeGreaterThan(rateOf({ batch: 32 }));
  });
});

describe('nothing that simulates knows the figures', () => {
  const given = { batch: 70, prompt: 3_000 };
  const expected = rateOf(given);

  afterAll(() => {
    vi.doUnmock('../../src/cloudmatrix/paper/performance.js');
    vi.resetModules();
  });

  it('the same configuration comes to the same without the table', async () => {
    vi.resetModules();
    vi.doMock('../../src/cloudmatrix/paper/performance.js', () => {
      throw new Error('the table is gone');
    });
    const { decode: fresh } = await import('../../machines/systems/decode/decode-system.js');
    const { decodeRun: instanceOf } = await import('../../machines/systems/decode/instance.js');
    const { runDecode: run } = await import('../../machines/systems/decode/run.js');
    const { configurationOf: configure } = await import('../../src/index.js');
    const { cost, options } = instanceOf(configure(fresh, given), 384);
    expect(run(cost, options).tokensPerSecondPerNpu).toBe(expected);
    await expect(import('../../properties/published-rows.js')).rejects.toThrow();
  });

  it('no source that simulates imports it', () => {
    const folders = ['src/timing', 'src/cloudmatrix/cost', 'machines'];
    for (const folder of folders) {
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!file.endsWith('.ts') || file === 'catalogue.ts') continue;
        expect(readFileSync(join(folder, file), 'utf8'), file).not.toMatch(/from '.*paper\/performance.js'/);
      }
    }
  });
});
