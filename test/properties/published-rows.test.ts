// Goal: the statecharts come to what the paper reports, within its bands, with few fitted numbers; gains have their signs; and nothing that
// simulates knows the reported figures. Method: every published row, simulated once and compared with the document, too; the same answers with the
// table of figures taken away.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { decode } from '../../machines/systems/decode/decode-system.js';
import { decodeRun } from '../../machines/systems/decode/instance.js';
import { runDecodeOn } from '../../machines/systems/decode/run.js';
import { Pipelines } from '../../machines/systems/pipelines.js';
import { prefillRun } from '../../machines/systems/prefill/instance.js';
import { prefill } from '../../machines/systems/prefill/prefill-system.js';
import { runPrefill } from '../../machines/systems/prefill/run.js';
import { publishedRows } from '../../properties/published-rows.js';
import { type Compared, compareRows } from '../../src/check/comparison.js';
import { type ComparedRow, isWithinBand, rowError } from '../../src/check/system.js';
import { CALIBRATED, FITS, UNFITTED } from '../../src/cloudmatrix/cost/calibration.js';
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

describe('fitted numbers', () => {
  it('are four at most, each with the rows that it is fitted to', () => {
    expect(FITS.length).toBeLessThanOrEqual(4);
    for (const { parameter, value, rows } of FITS) {
      expect(CALIBRATED[parameter]).toBe(value);
      expect(rows.length).toBeGreaterThan(0);
      for (const name of rows) expect(Object.keys(PERFORMANCE)).toContain(name);
    }
  });

  it('are all that the calibration has beside published measurements of operators', () => {
    const fitted = FITS.map(({ parameter }): string => parameter);
    const different = Object.entries(CALIBRATED).filter(
      ([name, value]) => UNFITTED[name as keyof typeof UNFITTED] !== value,
    );
    expect(different.map(([name]) => name).sort()).toEqual([...fitted].sort());
  });

  it('matter: without them a row is missed', () => {
    const row = comparison.rows.find(({ name }) => name === 'decode-throughput-96')!;
    expect(isWithinBand(row, valuesOf(row).unfitted)).toBe(false);
  });
});

describe('ablations have their signs', () => {
  const batches = [2, 4, 8, 16, 32, 64, 96];

  it('MTP gains at every batch, less at larger ones', () => {
    const gains = batches.map((batch) => rateOf({ batch }) / rateOf({ batch, mtp: 'off' }));
    gains.forEach((gain, at) => {
      expect(gain).toBeGreaterThan(1);
      if (at > 0) expect(gain).toBeLessThan(gains[at - 1]!);
    });
  });

  it('two microbatches gain where the scheduler chooses them, and are chosen only there', () => {
    for (const batch of batches) {
      const chosen = rateOf({ batch });
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
