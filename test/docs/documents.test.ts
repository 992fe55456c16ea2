// Goal: what documents show is what there is. Method: every marked region is made anew from the catalogue, the examples and the command line, and
// every command that a document shows with its output is run; the document must come out the same. Regions that another test works out anyway are
// held by it. `npm run docs:update` writes all of them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { blocksOf, documentsOf } from '../../bench/documents/documents.js';
import { holdDocument, openingOf, ROOT } from './document.js';
import { HELD_ELSEWHERE, REGIONS } from './regions.js';
import { runDocumented } from './run-command.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));
vi.mock('cloudmatrix-check/cloudmatrix', () => import('../../properties/index.js'));

const DOCUMENTS = documentsOf(ROOT);

it.each(DOCUMENTS)('$path shows what there is', async ({ path }) => {
  const elsewhere = Object.keys(HELD_ELSEWHERE);
  await holdDocument(path, REGIONS, elsewhere, async (command) => (await runDocumented(command)).output);
});

it('every region is in some document', () => {
  const all = DOCUMENTS.map(({ text }) => text).join('\n');
  const names = [...Object.keys(REGIONS), ...Object.keys(HELD_ELSEWHERE)];
  expect(names.filter((name) => !all.includes(openingOf(name)))).toEqual([]);
});

it.each(Object.entries(HELD_ELSEWHERE))('%s is held by %s, which docs:update runs', (name, path) => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(readFileSync(join(ROOT, path), 'utf8')).toMatch(new RegExp(`holdRegion\\([^)]*'${name}'`));
  expect(scripts['docs:update']).toContain(path);
});

describe('shape', () => {
  it.each(DOCUMENTS)('$path has blocks of known kinds', ({ text }) => {
    const kinds = ['sh', 'console', 'text', 'js', 'ts', 'json', 'yaml', 'transcript', 'diff', ''];
    expect(blocksOf(text).filter(({ info }) => !kinds.includes(info.split(' ')[0]!))).toEqual([]);
  });
});
