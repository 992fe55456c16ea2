// Goal: constants that have no source are told as such, with the rows that depend on them. Method: all rows at the ends of each plausible range.

import { beforeAll, describe, expect, it } from 'vitest';
import { judgedRows, publishedRows } from '../../properties/published-rows.js';
import { type JudgedRow, SWEPT } from '../../properties/throughput/judgement-sweep.js';
import { UNFITTED } from '../../src/cloudmatrix/cost/calibration.js';
import { JUDGEMENTS } from '../../src/cloudmatrix/paper/judgements.js';
import { judgementTable } from '../docs/computed-tables.js';
import { holdRegion } from '../docs/document.js';

let judged: readonly JudgedRow[];

beforeAll(() => {
  judged = judgedRows();
});

describe('judged constants', () => {
  it('are within their plausible ranges, and have a source', () => {
    for (const { value, range, source } of Object.values(SWEPT)) {
      expect(value).toBeGreaterThanOrEqual(range[0]);
      expect(value).toBeLessThanOrEqual(range[1]);
      expect(source.length).toBeGreaterThan(20);
    }
    for (const [name, { value }] of Object.entries(JUDGEMENTS)) {
      expect(UNFITTED[name as keyof typeof JUDGEMENTS]).toBe(value);
    }
  });

  it('keep every row that is called predicted within its band, and no other', () => {
    const leaving = new Map<string, Set<string>>();
    for (const { row, judgement, isWithinBand } of judged) {
      if (isWithinBand || row.fitted.length > 0) continue;
      leaving.set(row.name, (leaving.get(row.name) ?? new Set()).add(judgement));
    }
    const said = publishedRows().rows.filter(({ judged: by = [] }) => by.length > 0);
    expect(Object.fromEntries([...leaving].map(([name, by]) => [name, [...by]]))).toEqual(
      Object.fromEntries(said.map(({ name, judged: by }) => [name, by])),
    );
  });
});

it('the document has what depends on them', async () => {
  await holdRegion('docs/throughput.md', 'judgements', judgementTable(judged));
});
