// Goal: the document on throughput has what each input does to each published row. Method: all rows with a tenth more or less of each.

import { expect, it } from 'vitest';
import { publishedRows } from '../../properties/published-rows.js';
import { findSensitivities } from '../../src/check/comparison.js';
import { FITS } from '../../src/cloudmatrix/cost/calibration.js';
import { sensitivityTable } from '../docs/computed-tables.js';
import { holdRegion } from '../docs/document.js';

it('every input is changed, fitted numbers included, and what it does stands in the document', async () => {
  const comparison = publishedRows();
  const found = await findSensitivities(comparison, {});
  const inputs = comparison.inputs!.map(({ name }) => name);
  for (const { parameter } of FITS) expect(inputs).toContain(parameter);
  await holdRegion('docs/throughput.md', 'sensitivities', sensitivityTable(found, inputs));
});
