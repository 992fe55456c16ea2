// Goal: the document on throughput has what each input does to each published row. Method: all rows with a tenth more or less of some inputs,
// and of each input in the mode `whole` (`npm run check:deep`, `npm run docs:update`), which takes most of a minute.

import { expect, it } from 'vitest';
import { publishedRows } from '../../properties/published-rows.js';
import { findSensitivities } from '../../src/check/comparison.js';
import { FITS } from '../../src/cloudmatrix/cost/calibration.js';
import { sensitivityTable } from '../docs/computed-tables.js';
import { holdRegion, regionOf } from '../docs/document.js';
import { IS_WHOLE } from '../support/whole.js';

const DOCUMENT = 'docs/throughput.md';

/** Two of the hardware, of which one has another number as its bound; one of both systems; a fitted one of prefill alone. */
const SOME = ['writeBytesPerSecond', 'latencyNs', 'weightReadEfficiency', 'prefillSlowdown'];

it('every input is changed, fitted numbers included, and what it does stands in the document', async () => {
  const comparison = publishedRows();
  const inputs = comparison.inputs!.filter(({ name }) => IS_WHOLE || SOME.includes(name));
  const names = inputs.map(({ name }) => name);
  const found = await findSensitivities({ ...comparison, inputs }, {});
  const made = sensitivityTable(found, names);
  if (IS_WHOLE) await holdRegion(DOCUMENT, 'sensitivities', made);

  // Where the document is being written, it is so only after the test.
  const [head, rule, ...lines] = (IS_WHOLE ? made.trim() : regionOf(DOCUMENT, 'sensitivities')).split('\n');
  const nameIn = (line: string) => /^\| `([^`]+)` \|/.exec(line)![1]!;
  const all = comparison.inputs!.map(({ name }) => name);
  expect(lines.map(nameIn)).toEqual(all);
  expect([head, rule, ...lines.filter((line) => names.includes(nameIn(line)))].join('\n')).toBe(made.trim());
  expect(names).toHaveLength(IS_WHOLE ? all.length : SOME.length);
  for (const { parameter } of FITS) expect(all).toContain(parameter);
});
