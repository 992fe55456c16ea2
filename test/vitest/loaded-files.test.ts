// Goal: a thread that has modules is asked again only if they are still those in their files. Method: files that are written, copied, added and removed, and
// the folders of this very thread. Threads themselves: test/package.

import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { haveChanged, loadedFolders } from '../../src/vitest/loaded-files.js';
import { temporaryDirectory } from '../cli/harness.js';

describe('haveChanged', () => {
  let folder: string;
  let sinceMs: number;
  beforeEach(async () => {
    folder = temporaryDirectory();
    writeFileSync(join(folder, 'a.js'), '1');
    mkdirSync(join(folder, 'sub'));
    await new Promise((resolve) => setTimeout(resolve, 120));
    sinceMs = Date.now();
  });

  it('is not so of what was there before, and of what is written into a folder within', () => {
    expect(haveChanged([folder], sinceMs)).toBe(false);
    writeFileSync(join(folder, 'sub/b.js'), '1');
    expect(haveChanged([folder], sinceMs)).toBe(false);
    expect(haveChanged([folder, join(folder, 'sub')], sinceMs)).toBe(true);
  });

  it.each<[string, () => void]>([
    ['written', () => writeFileSync(join(folder, 'a.js'), '2')],
    ['added', () => writeFileSync(join(folder, 'b.js'), '1')],
    ['removed', () => rmSync(join(folder, 'a.js'))],
    ['removed with its folder', () => rmSync(folder, { recursive: true })],
    [
      'written, and has the time of an earlier one',
      () => {
        writeFileSync(join(folder, 'a.js'), '2');
        utimesSync(join(folder, 'a.js'), 1, 1);
      },
    ],
  ])('is so where a file is %s', (_, change) => {
    change();
    expect(haveChanged([folder], sinceMs)).toBe(true);
  });
});

it('loadedFolders tells where modules come from, but for packages', async () => {
  const folders = (await loadedFolders())!;
  expect(folders).toContain(dirname(fileURLToPath(import.meta.url)));
  expect(folders.filter((folder) => folder.includes('node_modules/'))).toEqual([]);
});
