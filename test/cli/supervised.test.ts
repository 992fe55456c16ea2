// Goal: whatever the functions of a user's module do, the command comes to an end, with an exit code that says what happened and not what
// they wanted. Method: real processes that run a command in a thread of its own, on modules that loop for ever, leave, throw where nobody
// waits, and fill the memory; the sources are put together once for all of them.

import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from './harness.js';
import { bundleCommand } from './supervised/bundle.js';
import { type SpawnOptions, supervised } from './supervised/spawn.js';

const bundle = mkdtempSync(join(tmpdir(), 'cloudmatrix-check-command-'));
beforeAll(() => bundleCommand(bundle));
afterAll(() => rmSync(bundle, { recursive: true }));

const cli = (args: readonly string[], options: SpawnOptions = {}) => supervised(bundle, args, options);

it('a folder that is not there any more is no place for a command', async () => {
  const folder = temporaryDirectory();
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', 'rmdir "$PWD" && exec "$0" "$1" check --json', process.execPath, join(bundle, 'bin.js')],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', NODE_V8_COVERAGE: '' } },
  );
  const message = 'The present folder is not there any more. Go to one that is.';
  expect({ status, stderr }).toEqual({ status: 2, stderr: `error: ${message}\n` });
  expect(JSON.parse(stdout)).toEqual({ error: { message, exitCode: 2 } });
});

describe.concurrent('a guard that loops for ever', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'is ended by %s, and what is known is told',
    async (signal) => {
      const { code, stdout } = await cli(['explore', './unkind-guards.ts#loops', '--all', '--json'], {
        signals: [signal],
      });
      // The twentieth state is found violated before the guard is asked in it.
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({
        network: 'loops',
        verdict: 'violated',
        states: 21,
        steps: 20,
        depth: 21,
        violation: { property: 'small', isConfirmed: false, traceFile: null },
        inconclusive: { budget: 'interrupted', frontier: 1, isEnded: true },
      });
    },
  );

  it('is ended by the budget of seconds', async () => {
    const { code, stdout, stderr } = await cli([
      'explore',
      './unkind-guards.ts#loops',
      '--seconds-max',
      '1',
      '--all',
    ]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(
      /^loops: violated\.\n21 states, 20 steps between them, 21 levels; not every state was visited\.\n/,
    );
    expect(stdout).toContain('The budget of seconds ran out, with 1 state left to expand.');
    expect(stdout).toContain('It did not stop by itself and was ended');
    expect(stdout).toContain('small is violated after 20 steps (not confirmed, and no trace was written)');
  });

  it('is ended by the total of seconds, which is the option that is named', async () => {
    const { stdout } = await cli(['check', './unkind-guards.ts#loops', '--total-seconds', '1']);
    expect(stdout).toContain('The total of seconds ran out, with 2 runs left. Raise --total-seconds, or');
  });

  it('in check leaves what was finished', async () => {
    const args = ['check', './one-network.ts', './unkind-guards.ts#loops', '--runs', '3', '--json'];
    const { code, stdout } = await cli(args, { signals: ['SIGINT'] });
    expect([code, JSON.parse(stdout)]).toMatchObject([
      1,
      {
        verdict: 'violated',
        left: 2,
        runs: [
          { mode: 'exhaustive', network: 'single counter', verdict: 'holds' },
          { mode: 'random', network: 'single counter', verdict: 'holds-in-sample' },
        ],
        underWay: { network: 'loops', states: 21, violation: { property: 'small' } },
      },
    ]);
  });

  it('is ended at once by a second signal, exit code 130', async () => {
    // Two of one kind are one where the process was not given a turn between them.
    const { code } = await cli(['explore', './unkind-guards.ts#loops', '--all'], {
      signals: ['SIGINT', 'SIGTERM'],
    });
    expect(code).toBe(130);
  });
});

describe.concurrent('a module cannot decide the exit code', () => {
  const ended =
    'ended the program while it was loaded (process.exit), or waits for something that never comes. Remove that.';
  it.each([
    { module: './exits.ts', says: `The module './exits.ts' ${ended}` },
    { module: './waits-for-ever.ts', says: `The module './waits-for-ever.ts' ${ended}` },
    {
      module: './rejects.ts',
      says:
        "The module './rejects.ts' threw where nothing catches it, in a timer or a promise that nobody waits for: nobody waits for this. " +
        'Catch it there, or do not start such work in a module.',
    },
    {
      module: './unkind-guards.ts#exits',
      says: "The code of 'exits' ended the program before there was a result. Do not call process.exit.",
    },
  ])('by $module', async ({ module, says }) => {
    expect(await cli(['explore', module, '--json', '--all'])).toEqual({
      code: 2,
      stdout: `${JSON.stringify({ error: { message: says, exitCode: 2 } })}\n`,
      stderr: `error: ${says}\n`,
    });
  });

  it.each([
    { text: 'process.exit(0);\n', what: 'leaves' },
    { text: 'await new Promise(() => {});\n', what: 'never finishes loading' },
  ])('the one of a folder that $what is blamed', async ({ text }) => {
    const cwd = temporaryDirectory();
    const fine = `export * from ${JSON.stringify(new URL('./modules/one-network.ts', import.meta.url).href)};\n`;
    for (const name of ['a', 'c', 'd']) writeFileSync(`${cwd}/${name}.network.mjs`, fine);
    writeFileSync(`${cwd}/b.network.mjs`, text);
    expect(await cli([], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: The module './b.network.mjs' ${ended}\n`,
    });
  });

  it('nor by timers that it leaves, or an exit code that it sets', async () => {
    const { code, stdout, stderr } = await cli(['explore', './leaves-timers.ts', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'holds' });
  });

  it('nor by what it tells the thread that started it', async () => {
    const { code, stdout, stderr } = await cli(['explore', './posts.ts', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ network: 'single counter', verdict: 'holds' });
  });

  it('nor write beside the one JSON object', async () => {
    const { code, stdout, stderr } = await cli(['explore', './prints.ts', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'hello from a module\n' });
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'holds' });
  });

  it.each([
    [
      ['check', './prints.ts', '--runs', '1', '--reporter', 'json'],
      /^\{"format":"cloudmatrix-check report",.*\}\n$/,
    ],
    [['check', './prints.ts', '--runs', '1', '--reporter', 'junit'], /^<\?xml [^]*<\/testsuites>\n$/],
    [['export', './prints.ts#machine', '--format', 'dot'], /^digraph [^]*\}\n$/],
    [['explore', './prints.ts#single'], /^single counter: holds\.\n/],
  ])('nor write where another program reads: %j', async (args, whole) => {
    const { code, stdout, stderr } = await cli(args);
    expect({ code, printed: stderr.includes('hello from a module\n') }).toEqual({ code: 0, printed: true });
    expect(stdout).toMatch(whole);
    expect(stdout).not.toContain('hello from a module');
  });
});

describe.concurrent('memory', () => {
  it('that a guard fills is inconclusive, and no abort', async () => {
    const { code, stdout } = await cli(['explore', './unkind-guards.ts#fills', '--all', '--json'], {
      node: ['--max-old-space-size=128'],
    });
    expect(JSON.parse(stdout)).toMatchObject({ states: 21, inconclusive: { budget: 'memory' } });
    expect(code).toBe(1);
  });

  it('of a small heap that a search fills ends it in time, and what grows is told', async () => {
    const { code, stdout } = await cli(['explore', './grows.ts', '--json'], {
      node: ['--max-old-space-size=72'],
    });
    expect(code).toBe(3);
    const { inconclusive } = JSON.parse(stdout) as { inconclusive: object };
    expect(inconclusive).toMatchObject({
      budget: 'memory',
      growing: [expect.stringMatching(/^a ⇒ b holds [\d,]+ messages and grows/)],
    });
    expect(inconclusive).not.toHaveProperty('isEnded');
  });
});

describe.concurrent('standard output', () => {
  it('that is full is a sentence, exit code 2', async () => {
    const full = openSync('/dev/full', 'w');
    try {
      const { code, stderr } = await cli(['list'], { stdout: full });
      expect(code).toBe(2);
      expect(stderr).toMatch(/^error: Standard output cannot be written: ENOSPC: .*\n$/);
    } finally {
      closeSync(full);
    }
  });

  it('that nobody reads any more is no error', async () => {
    expect(await cli(['list'], { closesStdout: true })).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe.concurrent('paths', () => {
  it('may have a # in them, and name an export all the same', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(`${cwd}/a#b`);
    writeFileSync(
      `${cwd}/a#b/net.js`,
      `export * from ${JSON.stringify(new URL('./modules/several.ts', import.meta.url).href)};\n`,
    );
    const { code, stdout } = await cli(['explore', './a#b/net.js#good', '--json'], { cwd });
    expect([code, JSON.parse(stdout).network]).toEqual([0, 'good']);
  });

  it('of a module with a syntax error', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(`${cwd}/bad.js`, 'export const = 3;\n');
    expect(await cli(['explore', './bad.js'], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        "error: The module './bad.js' cannot be loaded: Unexpected token in ./bad.js, line 1, column 14. Mend the syntax there\n",
    });
  });
});
