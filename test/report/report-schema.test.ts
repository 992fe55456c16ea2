// Goal: the schema that is published is the one by which reports are read. Method: it is made of that one; `npm run docs:update` writes it.

import { expect, it } from 'vitest';
import { reportJsonSchema } from '../../src/report/report-schema.js';

it('is published', async () => {
  const text = `${JSON.stringify(reportJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../docs/report.schema.json');
});
