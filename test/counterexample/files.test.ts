// Goal: a file is written whole or not at all, and nothing that is there is ever lost, whoever else writes at the same time. Method:
// each thing that can be in the way, put there; many processes that write one name at once.

import { execFile } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publish, writeWhole } from '../../src/counterexample/files.js';
import { CheckError } from '../../src/network/errors.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloudmatrix-check-files-'));
  path = join(folder, 'a.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The sentence that writing is refused with. */
function refusal(at = path): string {
  try {
    writeWhole(at, 'mine');
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(CheckError);
    return (thrown as CheckError).message;
  }
  throw new Error('nothing was refused');
}

const OTHER = /exists already with other content\. Choose another name, or remove it first\.$/;

it('writes the content, into folders that it makes, and leaves nothing else', () => {
  const deep = join(folder, 'b', 'c', 'd.json');
  writeWhole(deep, 'mine');
  writeWhole(deep, 'mine');
  expect(readFileSync(deep, 'utf8')).toBe('mine');
  expect(readdirSync(join(folder, 'b', 'c'))).toEqual(['d.json']);
});

it.each(['yours', 'yours and much longer', '', 'mine\n', 'Mine'])('keeps a file with %j', (content) => {
  writeFileSync(path, content);
  expect(refusal()).toMatch(OTHER);
  expect(readFileSync(path, 'utf8')).toBe(content);
});

describe('a file that is complete', () => {
  const noLinks = () => {
    throw Object.assign(new Error('EPERM: operation not permitted'), { code: 'EPERM' });
  };
  const links = [
    { what: 'with links', link: undefined },
    { what: 'without links', link: noLinks },
  ];

  it.each(links)('takes no name that has been taken meanwhile, $what', ({ link }) => {
    const partial = join(folder, 'partial');
    writeFileSync(partial, 'mine');
    writeFileSync(path, 'yours');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    expect(publish(partial, path, link)).toBe(false);
    expect(publish(partial, join(folder, 'link'), link)).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe('yours');
    expect(readdirSync(folder).sort()).toEqual(['a.json', 'link', 'partial']);
  });

  it.each(links)('takes one that is free, $what', ({ link }) => {
    const partial = join(folder, 'partial');
    writeFileSync(partial, 'mine');
    expect(publish(partial, path, link)).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });
});

it('refuses a directory of that name', () => {
  mkdirSync(path);
  expect(refusal()).toBe(
    `The file '${path}' cannot be written: there is a directory of this name. Choose another name, or remove it first.`,
  );
});

it('refuses a file in place of its folder', () => {
  writeFileSync(path, 'yours');
  expect(refusal(join(path, 'b.json'))).toMatch(/^The file '.*' cannot be written: E(NOTDIR|EXIST): /);
});

it('refuses a folder in which nothing can be made', () => {
  expect(refusal('/proc/self/nothing/a.json')).toMatch(/^The file '.*' cannot be written: E/);
  expect(refusal(join(folder, `${'x'.repeat(300)}.json`))).toMatch(/cannot be written: ENAMETOOLONG/);
});

it('writes through no link', () => {
  const target = join(folder, 'target.json');
  symlinkSync(target, path);
  expect(refusal()).toMatch(
    /^The file '.*' cannot be written: there is something of this name that cannot be read/,
  );
  expect({ isLink: lstatSync(path).isSymbolicLink(), isThere: existsSync(target) }).toEqual({
    isLink: true,
    isThere: false,
  });
  writeFileSync(target, 'yours');
  expect(refusal()).toMatch(OTHER);
  expect(readFileSync(target, 'utf8')).toBe('yours');
  writeFileSync(target, 'mine');
  writeWhole(path, 'mine');
});

it('does not wait for what never ends', () => {
  symlinkSync('/dev/zero', path);
  expect(refusal()).toContain('there is something else of this name');
});

it('is written by one of two processes that want it at once', async () => {
  const wins = await Promise.all(['first', 'second'].map(writer));
  expect(readdirSync(folder)).toHaveLength(2 * NAMES);
  for (let name = 0; name < NAMES; name++) {
    const content = readFileSync(join(folder, `own-${name}`), 'utf8');
    expect(wins[0]!.includes(name)).toBe(content === 'first'.repeat(1_000));
    expect(wins[1]!.includes(name)).toBe(content === 'second'.repeat(1_000));
    expect(readFileSync(join(folder, `same-${name}`), 'utf8')).toBe('shared');
  }
});

const NAMES = 200;

/** Writes files of the same names in another process. Gives the numbers of those that it could write. */
async function writer(content: string): Promise<number[]> {
  const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const program = `
    import { register } from 'node:module';
    register(${url('../support/typescript-hooks.mjs')});
    const { writeWhole } = await import(${url('../../src/counterexample/files.ts')});
    const won = [];
    for (let name = 0; name < ${NAMES}; name++) {
      writeWhole(${JSON.stringify(folder)} + '/same-' + name, 'shared');
      try {
        writeWhole(${JSON.stringify(folder)} + '/own-' + name, ${JSON.stringify(content)}.repeat(1000));
        won.push(name);
      } catch (thrown) {
        if (thrown.name !== 'CheckError') throw thrown;
      }
    }
    console.log(JSON.stringify(won));`;
  const { stdout } = await promisify(execFile)('node', ['--input-type=module', '-e', program], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  return JSON.parse(stdout) as number[];
}
