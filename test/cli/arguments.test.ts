// Goal: without arguments there is help, or a check of the networks of the folder; and the catalogue is loaded only for commands that ask for it.
// Without names, check is about the folder's networks where there are any. Method: folders with and without networks; a catalogue that tells when it is loaded.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { areModulesOnly, withFolder } from '../../src/cli/arguments.js';
import { networkModules } from '../../src/cli/folder.js';
import { runCli } from '../../src/cli/run-cli.js';
import { testCatalogue } from './catalogue.js';
import { fakeIo, jsonOf, run, temporaryDirectory } from './harness.js';

const modules = new URL('./modules', import.meta.url).pathname;

/** A folder with these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}

const moduleText = (name: string) =>
  `export { ${name} } from ${JSON.stringify(new URL('./modules/several.ts', import.meta.url).href)};\n`;

describe('without arguments', () => {
  it('there is help, exit code 0, and nothing is checked', async () => {
    const { code, stdout, stderr } = await run([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: cloudmatrix-check /);
    expect(stdout).toContain('Without names, check is about the networks of the present folder');
  });

  it('the networks of the folder are checked, if it has some', async () => {
    const cwd = join(modules, 'folder');
    expect(withFolder([], { cwd })).toEqual(['check']);
    const { code, stdout } = await run([], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^checked .*\nsingle counter +holds /);
  });

  it('other modules are no networks of a folder', () => {
    expect(withFolder([], { cwd: modules })).toEqual(['--help']);
    expect(withFolder(['list'], { cwd: modules })).toEqual(['list']);
  });
});

describe('without names', () => {
  const networksOf = async (args: readonly string[], cwd: string) => {
    const { unseen } = jsonOf(
      await run([...args, '--runs', '1', '--json', '--trace-dir', 'traces'], { cwd }),
    );
    return (unseen as { network: string }[]).map(({ network }) => network);
  };

  it.each([[[]], [['check']], [['--strict']], [['--seed', '3']], [['check', '--strict']]])(
    'the networks of the folder are checked, if it has some: %j',
    async (args) => {
      expect(await networksOf(args, join(modules, 'folder'))).toEqual(['single counter']);
    },
  );

  it('the catalogue is, if it has none', async () => {
    expect(await networksOf(['check'], temporaryDirectory())).toEqual(['counters', 'locks']);
    expect(await networksOf(['--strict'], temporaryDirectory())).toEqual(['counters', 'locks']);
  });

  it('all that a module exports is checked, each once', async () => {
    const cwd = folderOf({
      'all.network.js': moduleText('good, bad, good as again'),
      'other.network.js': moduleText('good, bad as worse'),
    });
    expect((await networksOf([], cwd)).toSorted()).toEqual(['bad', 'good']);
  });

  it.each([[['check']], [['--strict']], [['check', '--sweep', 'sizes']]])(
    'the catalogue is not taken for networks that are below the folder: %j',
    async (args) => {
      const cwd = folderOf({ 'package.json': '{}' });
      for (const folder of ['src/deep', 'node_modules/other', '.cache']) {
        mkdirSync(join(cwd, folder), { recursive: true });
        writeFileSync(join(cwd, folder, 'a.network.ts'), '');
      }
      const { code, stdout, stderr } = await run(args, { cwd });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toBe(
        'error: There is no network in the present folder, but below it: ./src/deep/a.network.ts. Go to their folder, or name them, for example ' +
          'check ./src/deep/a.network.ts. For the networks of the catalogue, name those; list tells them.\n',
      );
    },
  );

  it('a sweep is one of the folder, too', async () => {
    const { code, stderr } = await run(['--sweep', 'sizes'], { cwd: join(modules, 'folder') });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "error: There is no sweep 'sizes' of ./one.network.ts; there is none.\n",
    });
  });
});

describe('the modules of a folder', () => {
  it('are files, and what a source was compiled to rather than the source', () => {
    const cwd = folderOf({
      'a.network.ts': '',
      'a.network.js': '',
      'a.network.d.ts': '',
      'b.network.mts': '',
      'b.network.mjs': '',
      'c.network.ts': '',
      // TypeScript makes no such file of it.
      'c.network.mjs': '',
      'd.js': '',
    });
    mkdirSync(join(cwd, 'folder.network.js'));
    mkdirSync(join(cwd, 'below'));
    writeFileSync(join(cwd, 'below/e.network.js'), '');
    expect(networkModules({ cwd })).toEqual([
      './a.network.js',
      './b.network.mjs',
      './c.network.mjs',
      './c.network.ts',
    ]);
  });

  it('of a folder that cannot be read are not known: that is told', async () => {
    const { code, stderr } = await run(['check'], { cwd: '/nowhere' });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^error: The present folder cannot be read: ENOENT.* Name what is to be checked, or/,
    );
  });

  it('of this repository are none', () => {
    expect(networkModules({ cwd: new URL('../..', import.meta.url).pathname })).toEqual([]);
  });
});

describe('the catalogue', () => {
  it.each<[boolean, string[]]>([
    [false, ['explore', './one-network.ts', '--seconds-max', '5']],
    [false, ['check', './one-network.ts', '--runs', '1', '--json']],
    [false, ['./one-network.ts', '--runs', '1']],
    [true, ['check', './one-network.ts', 'locks', '--runs', '1']],
    [true, ['check', '--runs', '1', './one-network.ts', 'locks']],
    [true, ['check', 'locks', '--runs', '1']],
    [true, ['explore', 'locks']],
    [true, ['list']],
    [true, ['--help']],
  ])('is loaded: %s, for %j', async (isLoaded, args) => {
    let loaded = false;
    const load = () => {
      loaded = true;
      return Promise.resolve(testCatalogue);
    };
    expect(await runCli(args, load, fakeIo({ cwd: modules }))).toBe(0);
    expect(loaded).toBe(isLoaded);
  });

  it.each(['net.js', 'net.mts', 'net.cts', 'net.tsx', 'net.ts#one'])('is not loaded for %s', (module) => {
    expect(areModulesOnly(['explore', module], { cwd: modules })).toBe(true);
  });

  it('is not loaded where the folder has networks', () => {
    expect(areModulesOnly(['check'], { cwd: join(modules, 'folder') })).toBe(true);
    expect(areModulesOnly(['--strict'], { cwd: join(modules, 'folder') })).toBe(true);
    expect(areModulesOnly(['check'], { cwd: modules })).toBe(false);
  });

  it('is loaded for arguments that make no sense', () => {
    const io = { cwd: join(modules, 'folder') };
    expect(areModulesOnly(['check', './one-network.ts', '--sed', '3'], io)).toBe(false);
    expect(areModulesOnly(['explore'], io)).toBe(false);
    expect(areModulesOnly(['exlpore', './one-network.ts'], io)).toBe(false);
  });
});
