// Goal: the data of a page is what its published schema says, and every chart of the catalogue can be laid out.
// Method: the report of a counterexample against the schema, in which nothing may be that it does not name; layouts of all charts.

import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../properties/catalogue.js';
import { exploreConfirmed } from '../../../src/check/exhaustive.js';
import { resultOf } from '../../../src/check/result.js';
import { stateSpace } from '../../../src/check/space.js';
import { choose } from '../../../src/check/subject.js';
import { createRequire } from 'node:module';
import type { z as Zod } from 'zod';
import { chartGraph } from '../../../src/interpreter/chart/chart-graph.js';
import { layoutOf } from '../../../src/report/page/chart-layout.js';
import { reportOf } from '../../../src/report/page/check-report.js';
import { reportSchema } from '../../../src/report/page/report-data.js';

const { z } = createRequire(import.meta.url)('zod') as { readonly z: typeof Zod };

describe('the data of a report', () => {
  it('is what the schema says', async () => {
    const family = catalogue.families.find(({ name }) => name === 'dispatch-combine')!;
    const chosen = choose(family, {}, ['A7']);
    const { result, evidence } = await exploreConfirmed(chosen, {}, {}, {});
    const run = { mode: 'exhaustive' as const, subject: chosen.subject, notable: {}, result, evidence };
    const report = await reportOf(resultOf(1, [run], 0), {
      tool: '1.0.0',
      command: 'npx cloudmatrix-check explore dispatch-combine --fault A7',
      startedAt: new Date(0),
      families: [{ family, reference: family.name }],
      suites: [],
      spaces: [stateSpace(chosen, 100)],
    });
    const data: unknown = JSON.parse(JSON.stringify(report));
    expect(reportSchema().safeParse(data).error?.issues.slice(0, 3)).toBeUndefined();
    expect(report.counterexamples.map(({ id }) => id)).toEqual(['a7']);
    expect(data).toEqual(report);
  });

  it('has a schema that is published', async () => {
    const schema = z.toJSONSchema(reportSchema(), { io: 'input' });
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
      '../../../docs/page.schema.json',
    );
  });
});

describe('charts', () => {
  it('of the catalogue are laid out, each state in the box that is around it', async () => {
    for (const machine of Object.values(catalogue.machines)) {
      const graph = chartGraph(machine);
      const { boxes, edges, width, height } = await layoutOf(graph);
      for (const { id, parent } of graph.states) {
        const [x, y, w, h] = boxes.get(id)!;
        const [left, top, wide, high] = parent === undefined ? [0, 0, width, height] : boxes.get(parent)!;
        const isWithin = x >= left && y >= top && x + w <= left + wide + 1 && y + h <= top + high + 1;
        expect([machine.id, id, isWithin]).toEqual([machine.id, id, true]);
      }
      expect(edges.every(({ points }) => points.length > 1)).toBe(true);
    }
  });
});
