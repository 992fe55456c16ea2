// Goal: every chart of the catalogue is plain data with names, so that what Stately is given is the chart that is checked.

import { expect, it } from 'vitest';
import { catalogue } from '../../properties/catalogue.js';
import { exportStately } from '../../src/export/stately.js';
import { definitionOf, imported } from './machines.js';

it.each(Object.entries(catalogue.machines))('%s is exported whole', async (name, machine) => {
  expect(definitionOf(await imported(machine, name))).toEqual(definitionOf(machine));
  expect(exportStately(machine, name)).not.toMatch(/which has no name|is left out/);
});
