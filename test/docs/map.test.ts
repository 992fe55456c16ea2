// Goal: a reader of the paper finds every part of the model. Method: the map names every chart, network and fault of the catalogue, and links every
// chart's file from a section of the paper; of the reports of faults, those that no network has are marked.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogue } from '../../properties/catalogue.js';
import { chartFiles } from './charts.js';
import { ROOT } from './document.js';

const text = readFileSync(join(ROOT, 'docs/paper/map.md'), 'utf8');
const bySection = text.slice(0, text.indexOf('<!-- generated'));

it('has every network', () => {
  expect(catalogue.families.filter(({ name }) => !bySection.includes(`\`${name}\``))).toEqual([]);
});

it('leads from a section of the paper to every chart that is no monitor', () => {
  const files = [...chartFiles()].filter(([, file]) => file.startsWith('machines/'));
  expect(files.filter(([, file]) => !bySection.includes(file))).toEqual([]);
});

it('has every fault of every network', () => {
  const missing = catalogue.families.flatMap(({ name, faults }) => {
    const part = text.slice(text.indexOf(`### ${name}\n`));
    return Object.keys(faults).filter((id) => !part.includes(`\`${id}\` by `));
  });
  expect(missing).toEqual([]);
});

it('has every report of a fault in some network, or says that it is not modelled yet', () => {
  const reports = readFileSync(join(ROOT, 'docs/faults.md'), 'utf8').matchAll(/^\*\*([A-G]\d+)\. .*$/gm);
  const modelled = new Set(catalogue.families.flatMap(({ faults }) => Object.keys(faults)));
  const wrong = [...reports].filter(
    ([line, id]) => line.includes('*(Not modelled yet.)*') === modelled.has(id!),
  );
  expect(wrong.map(([, id]) => id)).toEqual([]);
});
