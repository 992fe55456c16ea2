// Goal: what documents show is what there is. Method: every marked region is made anew from the catalogue, the examples and the command line, and
// every command that a document shows with its output is run; the document must come out the same. `npm run docs:update` writes it.

import { describe, expect, it, vi } from 'vitest';
import { blocksOf, documentsOf } from '../../bench/documents/documents.js';
import { holdDocument, ROOT } from './document.js';
import { REGIONS } from './regions.js';
import { runDocumented } from './run-command.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));
vi.mock('cloudmatrix-check/cloudmatrix', () => import('../../properties/index.js'));

const DOCUMENTS = documentsOf(ROOT);

it.each(DOCUMENTS)('$path shows what there is', async ({ path }) => {
  await holdDocument(path, REGIONS, async (command) => (await runDocumented(command)).output);
});

it('every region is in some document', () => {
  const all = DOCUMENTS.map(({ text }) => text).join('\n');
  expect(Object.keys(REGIONS).filter((name) => !all.includes(`<!-- generated: ${name} -->`))).toEqual([]);
});

describe('shape', () => {
  it.each(DOCUMENTS)('$path has blocks of known kinds', ({ text }) => {
    const kinds = ['sh', 'console', 'text', 'js', 'ts', 'json', 'yaml', ''];
    expect(blocksOf(text).filter(({ info }) => !kinds.includes(info.split(' ')[0]!))).toEqual([]);
  });
});
