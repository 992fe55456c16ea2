// Goal: a page never takes the place of what a user wrote, and what is wrong with where it is to be written is said before the work.
// Method: commands are given places of all kinds; nothing is explored where the place is refused.

import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageFile, pageFileIn, writePage } from '../../src/cli/page-target.js';
import { PAGE_BEGINNING } from '../../src/report/page/page-text.js';
import { run, temporaryDirectory } from './harness.js';

const PAGE = `${PAGE_BEGINNING}<html></html>`;

function placeWith(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(cwd, name, '..'), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return cwd;
}

describe('a page is refused', () => {
  it.skipIf(!existsSync('/proc/self'))('in a folder that cannot be made, and not waited for', () => {
    expect(() => writePage('/proc/nowhere/below/page.html', 'page.html', PAGE)).toThrow('cannot be written');
  });

  it.each([
    [
      'where a user has a file',
      ['explore', 'counters', '--html', 'notes.html'],
      'something else of this name',
    ],
    ['where there is a directory', ['explore', 'counters', '--html', 'site'], 'site/report.html'],
    ['behind a link', ['explore', 'counters', '--html', 'link.html'], 'something else of this name'],
    [
      'in a directory with other files',
      ['check', 'counters', '--html', 'site'],
      'other files in this directory',
    ],
    ['in what is a file', ['check', 'counters', '--html', 'notes.html'], '--html takes a directory'],
    ['below a file', ['check', 'counters', '--html', 'notes.html/report'], 'cannot be written'],
    ['without a name', ['check', 'counters', '--html', ' '], 'must name a directory'],
    [
      'of a reporter, where a user has a file',
      ['check', 'counters', '--reporter', 'html=notes.html'],
      'something else of this name',
    ],
    [
      'of a reporter, where another one is printed',
      ['check', 'counters', '--reporter', 'html', '--reporter', 'json'],
      'give the others a file, for example --reporter html=report.html',
    ],
  ])('%s', async (_, args, sentence) => {
    const cwd = placeWith({ 'notes.html': 'mine', 'site/index.html': 'mine', 'site/style.css': 'mine' });
    symlinkSync(join(cwd, 'elsewhere.html'), join(cwd, 'link.html'));
    const { code, stdout, stderr } = await run(args, { cwd });
    expect(stderr).toContain(sentence);
    expect([code, stdout]).toEqual([2, '']);
    expect(['notes.html', 'site/index.html'].map((file) => readFileSync(join(cwd, file), 'utf8'))).toEqual([
      'mine',
      'mine',
    ]);
    expect(existsSync(join(cwd, 'elsewhere.html'))).toBe(false);
  });
});

describe('a page is written', () => {
  it('to a place that is new, with the folders around it, and in that of an older page', () => {
    const cwd = placeWith({ 'old/index.html': PAGE });
    for (const file of [
      pageFile(join(cwd, 'new', 'b3.html'), 'new/b3.html'),
      pageFileIn(join(cwd, 'report'), 'report'),
      pageFileIn(join(cwd, 'old'), 'old'),
    ]) {
      writePage(file, 'it', `${PAGE}new`);
      expect(readFileSync(file, 'utf8')).toBe(`${PAGE}new`);
    }
  });

  it('not over what came there in the meantime', () => {
    const file = join(placeWith({ 'mine.html': 'mine' }), 'mine.html');
    expect(() => writePage(file, 'mine.html', PAGE)).toThrow('something else of this name');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});
