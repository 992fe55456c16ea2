// Goal: without arguments there is help, or a check of the networks of the folder; and the catalogue is loaded only for commands that ask for it.
// Method: folders with and without networks; a catalogue that tells when it is loaded.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { areModulesOnly, withFolder } from '../../src/cli/arguments.js';
import { runCli } from '../../src/cli/run-cli.js';
import { testCatalogue } from './catalogue.js';
import { fakeIo, run } from './harness.js';

const modules = new URL('./modules', import.meta.url).pathname;

describe('without arguments', () => {
  it('there is help, exit code 0, and nothing is checked', async () => {
    const { code, stdout, stderr } = await run([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: cloudmatrix-check /);
    expect(stdout).toContain('Without any arguments, the networks of the present folder are checked');
  });

  it('the networks of the folder are checked, if it has some', async () => {
    const cwd = join(modules, 'folder');
    expect(withFolder([], { cwd })).toEqual(['check', './one.network.ts']);
    const { code, stdout } = await run([], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^checked .*\nsingle counter +holds /);
  });

  it('other modules are no networks of a folder', () => {
    expect(withFolder([], { cwd: modules })).toEqual(['--help']);
    expect(withFolder(['list'], { cwd: modules })).toEqual(['list']);
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

  it('is loaded for arguments that make no sense', () => {
    expect(areModulesOnly(['check', './one-network.ts', '--sed', '3'])).toBe(false);
    expect(areModulesOnly(['explore'])).toBe(false);
    expect(areModulesOnly(['exlpore', './one-network.ts'])).toBe(false);
  });
});
