// Goal: the comparison with peers counts, compares and tells what it was told. Method: contenders that are no processes, reports as the peers write them, and the
// search by hand beside the closed form.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { itemsOf, type Part } from '../../bench/beside/benchmark.js';
import { checkoutAt } from '../../bench/beside/checkout.js';
import { commonItems } from '../../bench/beside/common-items.js';
import { atLeast, atMost, isMet, times } from '../../bench/beside/outcome.js';
import { PROBLEMS } from '../../bench/beside/problems.js';
import { alternate } from '../../bench/beside/rounds.js';
import { renderPart, renderRatios } from '../../bench/beside/table.js';
import { runTimed } from '../../bench/beside/timed-process.js';
import { chainWithClaims } from '../../bench/networks/chain-claims.js';
import { chainCounts } from '../../bench/oracle.js';
import { searchChainByHand } from '../../bench/peers/hand-written-chain.js';
import { whyMissing } from '../../bench/peers/installed.js';
import { rumurCounts } from '../../bench/peers/rumur.js';
import { isSpinCount, spinCounts } from '../../bench/peers/spin.js';
import { geometricMean, median } from '../../bench/statistics.js';
import { explore, walk } from '../../src/index.js';

const COUNTS = { states: 2, transitions: 3 };

describe('rounds', () => {
  it('take contenders in turn, and medians of their runs', async () => {
    const order: string[] = [];
    const contender = (name: string, seconds: number[]) => ({
      name,
      run: async () => {
        order.push(name);
        return { figures: { s: seconds.shift()! }, counts: COUNTS };
      },
    });
    const rows = await alternate('it', [contender('a', [5, 1, 3]), contender('b', [2, 2, 9])], 3, COUNTS);
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(rows).toEqual([
      { of: 'it', by: 'a', figures: { s: 3 }, runs: 3 },
      { of: 'it', by: 'b', figures: { s: 2 }, runs: 3 },
    ]);
  });

  it.each([
    { states: 2, transitions: 4 },
    { states: 1, transitions: 3 },
  ])('refuse the figures of who counts %o', async (counts) => {
    const wrong = { name: 'a', run: async () => ({ figures: { s: 1 }, counts }) };
    await expect(alternate('it', [wrong], 1, COUNTS)).rejects.toThrow(
      `WRONG COUNT: a found ${counts.states} states and ${counts.transitions} transitions of it, which has 2 and 3.`,
    );
  });
});

describe('items of two commits', () => {
  const explored = (states: number, parameters = {}) => ({
    mode: 'exhaustive',
    network: 'chain',
    parameters,
    states,
    steps: 2 * states,
    seconds: 1,
  });

  it('are compared where both did the same, although one has parameters that the other does not know', () => {
    const here = [explored(3, { dies: 2, routes: 'direct' }), explored(5)];
    const there = [explored(5), explored(3, { dies: 2 })];
    expect(commonItems(here, there)).toEqual([
      [here[0], there[1]],
      [here[1], there[0]],
    ]);
  });

  it.each([
    ['counts', explored(4)],
    ['parameters', explored(3, { dies: 3 })],
    ['networks', { ...explored(3), network: 'ring' }],
    ['modes', { ...explored(3), mode: 'random' }],
    ['faults', { ...explored(3), faults: ['A1'] }],
  ])('are left out where %s differ', (_, other) => {
    expect(commonItems([explored(3, { dies: 2 })], [other])).toEqual([]);
  });

  it('are compared once each, and not where nothing is counted', () => {
    const table = { mode: 'table', seconds: 1 };
    expect(commonItems([explored(3), explored(3)], [explored(3)])).toHaveLength(1);
    expect(commonItems([table], [table])).toEqual([]);
  });
});

describe('reports of peers', () => {
  const spin = '  8832 states, stored\n 58146 transitions (= stored+matched)\n';

  it('are read as SPIN writes them, which counts the initial state as a transition', () => {
    expect(spinCounts(spin)).toEqual({ states: 8_832, transitions: 58_145 });
    expect(() => spinCounts(`Warning: Search not completed\n${spin}`)).toThrow('whole state space');
    expect(() => spinCounts('')).toThrow('no field');
  });

  it('may have eight digits', () => {
    const printed = spinCounts('1.2345679e+08 states, stored\n 2.5e+08 transitions');
    expect(isSpinCount(printed, { states: 123_456_789, transitions: 250_000_000 })).toBe(true);
    expect(isSpinCount(printed, { states: 123_456_799, transitions: 250_000_000 })).toBe(false);
  });

  it('are read as Rumur writes them', () => {
    const rumur =
      'Status:\n\n\tNo error found.\n\nState Space Explored:\n\n\t14844 states, 44120 rules fired in 1s.';
    expect(rumurCounts(rumur)).toEqual({ states: 14_844, transitions: 44_120 });
    expect(() => rumurCounts(rumur.replace('No error', '1 error'))).toThrow('whole state space');
  });
});

it('the search by hand finds the chain of the closed form', () => {
  for (const links of [1, 2, 3, 4]) {
    expect(searchChainByHand(links)).toEqual(chainCounts({ links, credits: 2, values: 2 }));
  }
});

it('what the peers count here is what is known of it', async () => {
  for (const id of ['filter-lock-2', 'chain-12167'] as const) {
    const { network, counts } = PROBLEMS[id];
    const { states, steps } = explore(await network());
    expect({ states, transitions: steps }).toEqual(counts);
  }
});

it('the claims of the walks are of all links, and hold', () => {
  const verdicts = (claims: 'one a link' | 'one for all links') =>
    walk(chainWithClaims(claims), { seed: 1, walks: 1, stepsMax: 200 }).properties.filter(({ name }) =>
      name.startsWith('credits'),
    );
  expect(verdicts('one a link')).toHaveLength(5);
  expect(verdicts('one for all links')).toHaveLength(1);
});

it('the time of a process is that of its end', async () => {
  const { output, cpuSeconds, wallSeconds } = await runTimed(['bash', '-c', 'echo told; echo aside >&2']);
  expect(output).toBe('told\n');
  expect(cpuSeconds).toBeGreaterThanOrEqual(0);
  expect(wallSeconds).toBeGreaterThanOrEqual(0);
  await expect(runTimed(['bash', '-c', 'echo wrong >&2; exit 3'])).rejects.toThrow(/exit 3 failed: wrong/);
});

it('a folder that is not built is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'checkout-'));
  await expect(checkoutAt(folder, folder)).rejects.toThrow('Run npm ci and npm run build there.');
  rmSync(folder, { recursive: true });
});

it('who is not installed is named, with what to run', async () => {
  expect(await whyMissing([])).toBeUndefined();
  const all = ['spin', 'rumur', 'cc', '@informalsystems/quint', 'onnxruntime-web'] as const;
  const missing = await whyMissing(all);
  // What is installed differs from machine to machine.
  if (missing !== undefined)
    expect(missing).toMatch(/^Not installed: .*; run .*(apt-get install|npm ci --prefix bench)/);
});

it('medians and means', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(geometricMean([2, 0.5])).toBeCloseTo(1);
});

describe('the tables', () => {
  const part: Part = {
    id: 'it',
    title: 'It',
    rows: [
      { of: 'it', by: 'a', figures: { 'CPU s': 1.2345 }, runs: 5 },
      { of: 'it', by: 'b', figures: { 'CPU s': 2, 'compile CPU s': 1 }, runs: 5 },
    ],
    ratios: [
      times('as fast as b', 3, 2, atLeast(2)),
      times('no slower', 1, 1, atMost(1)),
      times('for the record', 1_234_567, 1),
    ],
    remarks: ['Something was left out.'],
  };

  it('have a row for each contender', () => {
    const text = renderPart(part);
    expect(text).toMatch(/it +│ a +│ +1\.23 │ +│ +5/);
    expect(text).toMatch(/it +│ b +│ +2 │ +1 │ +5/);
    expect(text).toContain('Something was left out.');
  });

  it('have the goals, and say which are met', () => {
    const text = renderRatios([part]);
    expect(text).toMatch(/as fast as b +│ 1\.5 +│ times │ at least 2 +│ MISSED/);
    expect(text).toMatch(/no slower +│ 1 +│ times │ at most 1 +│ +met/);
    expect(text).toMatch(/for the record +│ 1,234,567/);
    expect(part.ratios.map(isMet)).toEqual([false, true, undefined]);
  });

  it('tell what failed', () => {
    expect(renderPart({ ...part, rows: [], failure: 'WRONG COUNT' })).toContain(
      'It\nSomething was left out.\nFAILED: WRONG COUNT',
    );
  });
});

it('parts have ids of their own', () => {
  const ids = itemsOf([]).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(itemsOf(['graph', 'chain']).map(({ id }) => id)).toEqual(['chain', 'graph']);
});
