// Goal: what is merged of shards says no more than the check would have: where a shard left something undone, nothing holds.
// Method: a family whose canary is a shard of its own, of which one shard is made and the other is interrupted at its beginning.

import { describe, expect, it } from 'vitest';
import { check, type CheckOptions } from '../../src/index.js';
import { merged } from '../../src/report/merge.js';
import { reportJson } from '../../src/report/report-json.js';
import type { Report } from '../../src/report/report-schema.js';
import { locks } from '../cli/catalogue.js';

function shard(index: number, options: CheckOptions = {}, family = locks): Report {
  const result = check(family, { runs: 3, ...options, shard: { index, count: 2 } });
  return JSON.parse(JSON.stringify(reportJson(result))) as Report;
}

it('whose runs are all made has their verdict', () => {
  const { verdict, undone } = merged([shard(1), shard(2)]);
  expect({ verdict, undone }).toEqual({ verdict: 'holds-in-sample', undone: [] });
});

it('of which one was left undone is inconclusive, and lists what was', () => {
  const { verdict, items, undone } = merged([shard(1), shard(2, { signal: AbortSignal.abort() })]);
  expect(verdict).toBe('inconclusive');
  expect(items.map((item) => item.verdict)).not.toContain('inconclusive');
  expect(undone.map(({ mode }) => mode)).toEqual(['canary']);
});

describe('shards of different checks are refused, although each has as many items', () => {
  // Each of these says less than the check that the first shard is of: merged, it would be said of that check.
  it.each([
    ['fewer random runs', { runs: 1 }],
    ['fewer states', { statesMax: 100 }],
    ['runs that never end left out', { progressChecks: false }],
    ['steps taken alone', { reduction: true }],
  ])('%s', (_, options) => {
    expect(() => merged([shard(1), shard(2, options)])).toThrow('The shards are of different checks: ');
  });

  it('other networks', () => {
    const renamed = { ...locks, name: 'bolts' };
    expect(() => merged([shard(1), shard(2, {}, renamed)])).toThrow('The shards are of different checks: ');
  });

  it('seconds and memory may differ from machine to machine', () => {
    expect(merged([shard(1), shard(2, { secondsMax: 100, bytesMax: 2 ** 30 })]).verdict).toBe(
      'holds-in-sample',
    );
  });
});
