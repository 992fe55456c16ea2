// Goal: what is merged of shards says no more than the check would have: where a shard left something undone, nothing holds.
// Method: a family whose canary is a shard of its own, of which one shard is made and the other is interrupted at its beginning.

import { expect, it } from 'vitest';
import { check, type CheckOptions } from '../../src/index.js';
import { merged } from '../../src/report/merge.js';
import { reportJson } from '../../src/report/report-json.js';
import type { Report } from '../../src/report/report-schema.js';
import { locks } from '../cli/catalogue.js';

function shard(index: number, options: CheckOptions = {}): Report {
  const result = check(locks, { runs: 3, ...options, shard: { index, count: 2 } });
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
