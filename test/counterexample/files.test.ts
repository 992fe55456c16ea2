// Goal: a file is written whole or not at all, over nothing, and whatever is in its way is a sentence. Method: paths at which something else is.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeWhole } from '../../src/counterexample/files.js';
import { CheckError } from '../../src/index.js';

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'cloudmatrix-check-files-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

it('is written with the folders that it needs, and once more with the same content', () => {
  const path = join(directory(), 'a', 'b', 'c.txt');
  writeWhole(path, 'text');
  writeWhole(path, 'text');
  expect(readFileSync(path, 'utf8')).toBe('text');
});

it.each([
  {
    what: 'a directory where the file should be',
    path: 'taken',
    says: /cannot be written: there is something else \(EISDIR/,
  },
  {
    what: 'a file where a directory should be',
    path: 'file/c.txt',
    says: /cannot be written: (ENOTDIR|EEXIST)/,
  },
  { what: 'a name that is too long', path: 'x'.repeat(300), says: /cannot be written: ENAMETOOLONG/ },
])('is refused for $what, and leaves nothing behind', ({ path, says }) => {
  const base = directory();
  mkdirSync(join(base, 'taken'));
  writeFileSync(join(base, 'file'), '');
  const write = () => writeWhole(join(base, path), 'text');
  expect(write).toThrow(CheckError);
  expect(write).toThrow(says);
  expect(readdirSync(base).sort()).toEqual(['file', 'taken']);
});
