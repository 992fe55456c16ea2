// Goal: `check --jobs` says what one thread says, and comes to its end as surely, whatever the user's modules do in the threads that help. Method: real
// processes, on a module whose networks take their time, tell in which thread they are built, and do something unkind in helpers only.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleCommand } from './supervised/bundle.js';
import { type SpawnOptions, supervised } from './supervised/spawn.js';

const bundle = mkdtempSync(join(tmpdir(), 'cloudmatrix-check-jobs-'));
beforeAll(() => bundleCommand(bundle));
afterAll(() => rmSync(bundle, { recursive: true }));

const check = (network: string, args: readonly string[], { env = {}, ...options }: SpawnOptions = {}) =>
  supervised(
    bundle,
    ['check', `./shared-work.ts#${network}`, '--runs', '2', '--trace-dir', bundle, ...args],
    { ...options, env: { ...env, COMMAND_THREAD: commandThread } },
  );

let marks = 0;

/** As `check`, with helpers that are sure to come to work. */
const checkShared = (network: string, args: readonly string[], options: SpawnOptions = {}) =>
  check(network, args, { ...options, env: { HELPER_MARK: join(bundle, `helper-${marks++}`) } });

/** What is printed as JSON, but for times. */
const steady = (stdout: string): unknown =>
  JSON.parse(stdout, (key, value: unknown) => (key === 'seconds' ? 0 : value));

const threadsOf = (stderr: string) => new Set(stderr.match(/(?<=built in thread )\d+/gu));

/** What one thread says, and its number. */
let alone: Awaited<ReturnType<typeof check>>;
let commandThread = '';
beforeAll(async () => {
  alone = await check('slow', ['--jobs', '1', '--json']);
  [commandThread = ''] = threadsOf(alone.stderr);
});

describe.concurrent('threads that share the work', () => {
  it('say what one says', async () => {
    const { code, stdout, stderr } = await checkShared('slow', ['--jobs', '3', '--json']);
    expect(threadsOf(alone.stderr).size).toBe(1);
    expect(threadsOf(stderr).size).toBeGreaterThan(1);
    expect([code, steady(stdout)]).toEqual([alone.code, steady(alone.stdout)]);
    // From 20 on the count is too large.
    expect(code).toBe(1);
    expect(stderr.match(/^loaded$/gmu)).toHaveLength(1);
  });

  it.each(['throws', 'exits', 'waits'])(
    'do without one in which the module %s while it is loaded',
    async (what) => {
      const args = ['--jobs', '2', '--json'];
      const { code, stdout, stderr } = await check('slow', args, { env: { SECOND_LOAD: what } });
      expect([code, steady(stdout)]).toEqual([alone.code, steady(alone.stdout)]);
      expect(threadsOf(stderr)).toEqual(new Set([commandThread]));
    },
  );

  it.each(['loops', 'exits', 'throws'])(
    'do without one in which the code of a network %s: what it had begun is done by the command itself',
    async (network) => {
      // The helper that hangs is ended then.
      const args = ['--jobs', '2', '--json', ...(network === 'loops' ? ['--seconds-max', '6'] : [])];
      const { code, stdout, stderr } = await checkShared(network, args);
      expect(threadsOf(stderr).size).toBeGreaterThan(1);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ verdict: 'holds-in-sample', left: 0 });
      expect((JSON.parse(stdout) as { readonly runs: readonly unknown[] }).runs).toHaveLength(9);
    },
  );

  it('end by an interruption, and tell what each was doing', async () => {
    const { code, stdout } = await checkShared('loops', ['--jobs', '2'], { signals: ['SIGINT'] });
    expect(code).toBe(3);
    expect(stdout).toMatch(/^check: inconclusive\.\n/mu);
    expect(stdout).toMatch(/^Under way: loops \(max \d\d\)\.$/mu);
    expect(stdout).toMatch(/^It was interrupted, with \d+ runs left\./mu);
  });

  it('tell a violation that a helper has found, where the command itself hangs before it has heard of it', async () => {
    const { code, stdout } = await checkShared('hangs', ['--jobs', '2', '--json'], { signals: ['SIGINT'] });
    expect(code).toBe(1);
    const { verdict, runs } = JSON.parse(stdout) as {
      readonly verdict: string;
      readonly runs: readonly { readonly verdict: string }[];
    };
    expect(verdict).toBe('violated');
    expect(runs.map((run) => run.verdict)).toContain('violated');
  });
});
