// Goal: what is said to be changed is changed, and nothing else; and what is not run again would have come to the same. Method: every input, a tenth more
// and less, beside the usual description; every number of the calibration, in a small model, for each system.

import { describe, expect, it } from 'vitest';
import { describedBy } from '../../../machines/systems/description.js';
import { KnownRuns } from '../../../machines/systems/known-runs.js';
import { type Changes, changesOf, describing } from '../../../properties/throughput/changes.js';
import { comparisonInputs } from '../../../properties/throughput/inputs.js';
import { CALIBRATED } from '../../../src/cloudmatrix/cost/calibration.js';

const configuration = { model: 'deepseek-r1', network: 'ub' };
const described = (changes: Changes) => describedBy(configuration, describing(true, changes));

/** Numbers of a description, by where they are. */
function numbersOf(value: unknown, at: readonly string[] = []): [where: string, value: number][] {
  if (typeof value === 'number') return [[at.join('.'), value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => numbersOf(each, [...at, key]));
}

/** By input and factor: how many times the usual value each number is that is another one. */
function changedBy(factor: number): ReadonlyMap<string, Readonly<Record<string, number>>> {
  let given: Changes = {};
  const inputs = comparisonInputs((changes) => {
    given = changes;
    return [];
  });
  const usual = new Map(numbersOf(described({})));
  return new Map(
    inputs.map(({ name, rowsAt }) => {
      rowsAt(factor);
      const all = numbersOf(described(given)).map(([where, value]) => [where, value / usual.get(where)!]);
      return [name, Object.fromEntries(all.filter(([, ratio]) => ratio !== 1))] as const;
    }),
  );
}

/** What cannot be a tenth more, or less: shares end at 1, factors begin there, and counts are whole. */
const NEAREST: Readonly<Record<string, readonly [less: number, more: number]>> = {
  sharedHbmEfficiency: [0.9, 1],
  cacheReadEfficiency: [0.9, 1.1],
  prefillSlowdown: [1 / 1.1, 1.1],
  linkCores: [22 / 24, 26 / 24],
  weightReaders: [1, 1],
};

describe('inputs of the comparison', () => {
  it.each([
    [0.9, 0],
    [1.1, 1],
  ] as const)(
    'each is the one that its name says, %d times as much, or as near as there is',
    (factor, at) => {
      for (const [name, changed] of changedBy(factor)) {
        const due = NEAREST[name]?.[at] ?? factor;
        const wheres = Object.keys(changed).filter((where) => !where.includes('.leastLatencyNs.'));
        expect(
          wheres.every((where) => where.split('.').includes(name)),
          `${name} changes ${wheres.join(', ')}`,
        ).toBe(true);
        expect(wheres.length > 0, name).toBe(due !== 1);
        for (const where of wheres) expect(changed[where], where).toBeCloseTo(due, 12);
      }
    },
  );

  it('a latency takes the least with it, where it would be below', () => {
    expect(changedBy(0.9).get('latencyNs')).toMatchObject({
      'network.leastLatencyNs.inNode': expect.closeTo(0.9, 12) as number,
      'network.leastLatencyNs.crossNode': expect.closeTo(0.9, 12) as number,
    });
    expect(Object.keys(changedBy(1.1).get('latencyNs')!)).toHaveLength(2);
  });
});

describe('changes that a system is said not to see', () => {
  const model = { base: 'deepseek-r1', layers: 4, denseLayers: 1 };
  const runs = new KnownRuns(1);
  const runOf = {
    decode: (changes: Changes) => {
      const { result: _result, ...figures } = runs.decode({}, { ...describing(true, changes), model });
      return figures;
    },
    prefill: (changes: Changes) => {
      const given = { eplb: 'drawn', dies: 2, reused: 1_024 };
      const { result: _result, ...figures } = runs.prefill(given, { ...describing(true, changes), model });
      return figures;
    },
  };
  const numbers = Object.entries(CALIBRATED).filter(([, value]) => typeof value === 'number');

  it.each(['decode', 'prefill'] as const)('come to the same for %s', (system) => {
    const left: string[] = [];
    for (const [name, value] of numbers) {
      // Within what each may be: a count, a share, or a factor.
      const other = (value as number) < 1 ? 0.5 * (value as number) : (value as number) + 1;
      const changes: Changes = { calibration: { [name]: name === 'sharedHbmEfficiency' ? 0.9 : other } };
      if (Object.keys(changesOf(system, changes)).length > 0) continue;
      left.push(name);
      expect(runOf[system](changes), name).toEqual(runOf[system]({}));
    }
    expect(left.length).toBeGreaterThan(5);
  });

  it('none is left out where the hardware changes, too', () => {
    const device = { aic: 20 };
    expect(changesOf('decode', { device, calibration: { expertSpread: 1 } })).toEqual({ device });
    expect(changesOf('prefill', { calibration: { expertSpread: 1 } })).toEqual({
      calibration: { expertSpread: 1 },
    });
  });
});
