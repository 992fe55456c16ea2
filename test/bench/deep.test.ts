// Goal: the deep checks are run one after another, whatever becomes of one of them, and what is told at the end is right, also where it was interrupted.
// Method: checks that are none, in this process and in processes of their own; the command itself with what is asked wrongly.

import { type AddressInfo, createServer } from 'node:net';
import type { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import type { DeepCheck } from '../../bench/deep-check.js';
import { DEEP_CHECKS } from '../../bench/deep-checks.js';
import { deepCommand } from '../../bench/deep-command.js';
import { inDeepProcess } from '../../bench/deep-process.js';
import { deepExitCode, type PerformDeepCheck, renderDeepTally, runDeepChecks } from '../../bench/deep-run.js';

const never = () => Promise.reject(new Error('it is performed by the test'));
const CHECKS: readonly DeepCheck[] = [
  { id: 'one', name: 'the first', run: never },
  { id: 'other', name: 'the second', run: never },
  { id: 'third', name: 'the third', run: never },
];

/** What a check comes to: without a summary it is interrupted. */
interface Outcome {
  readonly summary?: string;
  readonly faults: readonly string[];
}

/** Runs checks that come to these outcomes. */
async function ran(outcomes: readonly Outcome[]) {
  const stop = new AbortController();
  const texts: string[] = [];
  const begun: string[] = [];
  const perform: PerformDeepCheck = async (check, tell) => {
    const { summary, faults } = outcomes[CHECKS.indexOf(check)]!;
    tell.progress('halfway');
    faults.forEach(tell.fault);
    if (summary === undefined) stop.abort();
    return summary;
  };
  const report = {
    begin: (name: string) => begun.push(name),
    progress: () => {},
    end: (text: string) => texts.push(text),
  };
  const tally = await runDeepChecks(CHECKS.slice(0, outcomes.length), perform, report, stop.signal);
  return { text: `${texts.join('')}${renderDeepTally(tally)}`, begun, code: deepExitCode(tally) };
}

const PASSED = { summary: '2 networks', faults: [] };
const FAILED = { summary: '3 networks', faults: ['two differ', 'one is gone'] };
const STOPPED = { faults: [] };

describe('deep checks', () => {
  it('pass if all do', async () => {
    expect((await ran([PASSED])).text).toContain('\n1 deep check: 1 passed.');
    expect(await ran([PASSED, PASSED])).toEqual({
      text: 'passed   the first: 2 networks (0.0 min)\npassed   the second: 2 networks (0.0 min)\n2 deep checks: 2 passed.',
      begun: ['the first', 'the second'],
      code: 0,
    });
  });

  it('fail if one does, and go on after it', async () => {
    expect(await ran([FAILED, PASSED])).toMatchInlineSnapshot(`
      {
        "begun": [
          "the first",
          "the second",
        ],
        "code": 1,
        "text": "FAILED   the first: 3 networks (0.0 min)
               two differ.
               one is gone.
      passed   the second: 2 networks (0.0 min)
      2 deep checks: 1 passed, 1 failed.",
      }
    `);
  });

  it('that are interrupted have not passed: what is known is told, and none is begun any more', async () => {
    expect(await ran([PASSED, STOPPED, PASSED])).toMatchInlineSnapshot(`
      {
        "begun": [
          "the first",
          "the second",
        ],
        "code": 130,
        "text": "passed   the first: 2 networks (0.0 min)
      stopped  the second: interrupted after 0.0 min, at: halfway
      3 deep checks: 1 passed, 1 interrupted, 1 not begun.",
      }
    `);
  });

  it('of which one has failed have failed, also where they are interrupted later', async () => {
    const { text, code } = await ran([FAILED, STOPPED, PASSED]);
    expect(text.split('\n').at(-1)).toBe('3 deep checks: 0 passed, 1 failed, 1 interrupted, 1 not begun.');
    expect(code).toBe(1);
  });

  it('that are interrupted when a fault is known have failed, and tell it', async () => {
    expect(await ran([{ faults: ['two differ'] }, PASSED])).toMatchInlineSnapshot(`
      {
        "begun": [
          "the first",
        ],
        "code": 1,
        "text": "FAILED   the first: interrupted after 0.0 min, at: halfway
               two differ.
      2 deep checks: 0 passed, 1 failed, 1 not begun.",
      }
    `);
  });

  it('tell so many faults, and how many more there are', async () => {
    const { text } = await ran([
      { summary: 'many', faults: Array.from({ length: 23 }, (_, at) => `fault ${at}`) },
    ]);
    expect(text.split('\n').slice(-4)).toEqual([
      '         fault 18.',
      '         fault 19.',
      '         And 3 more.',
      '1 deep check: 0 passed, 1 failed.',
    ]);
  });

  it('are asked for by ids that tell them apart', () => {
    const ids = DEEP_CHECKS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a deep check in a process of its own', () => {
  const script = new URL('deep-performers.mjs', import.meta.url);

  async function toldBy(id: string, stop = AbortSignal.any([])) {
    const [told, faults]: [string[], string[]] = [[], []];
    const tell = {
      progress: (progress: string) => told.push(progress),
      fault: (fault: string) => faults.push(fault),
    };
    return { summary: await inDeepProcess(script, id, tell, stop), told, faults };
  }

  it('tells how far it has come, and what came of it', async () => {
    expect(await toldBy('passes')).toEqual({
      summary: 'all is well',
      told: ['1 of 2', '2 of 2'],
      faults: [],
    });
    expect(await toldBy('fails')).toEqual({ summary: 'all is not well', told: [], faults: ['two differ'] });
  });

  it.each([
    ['leaves', 'with exit code 3'],
    ['is killed', 'by SIGKILL'],
  ])('that %s before it has told anything has failed', async (id, how) => {
    expect(await toldBy(id)).toEqual({
      summary: 'without a result',
      told: [],
      faults: [`its process ended ${how} before it had told what came of the check`],
    });
  });

  it('is ended with what it has started, and has told what it knew, where it is interrupted while it is busy', async () => {
    const stop = new AbortController();
    // What it has started is connected as long as it runs.
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('close', () => ended.push('what it has started'));
      stop.abort();
    });
    const ended: string[] = [];
    await new Promise<void>((listening) => server.listen(0, listening));
    const { port } = server.address() as AddressInfo;
    const outcome = await toldBy(`is busy:${port}`, stop.signal);
    expect(outcome).toEqual({ summary: undefined, told: [], faults: ['two differ'] });
    await expect.poll(() => ended).toEqual(['what it has started']);
    server.close();
  });
});

describe('the command', () => {
  async function given(...args: readonly string[]) {
    const texts: string[] = [];
    const asked: string[] = [];
    const write = (text: string) => texts.push(text);
    const command = deepCommand(CHECKS, write, async (checks) => {
      asked.push(...checks.map(({ id }) => id));
    });
    let code = 0;
    try {
      await command
        .exitOverride()
        .configureOutput({ writeErr: write, writeOut: write })
        .parseAsync(args, { from: 'user' });
    } catch (thrown) {
      code = (thrown as CommanderError).exitCode;
    }
    return { code, text: texts.join(''), asked };
  }

  it('runs all that there are, or some', async () => {
    expect(await given()).toEqual({ code: 0, text: '', asked: ['one', 'other', 'third'] });
    expect(await given('--only', 'third', 'one')).toEqual({ code: 0, text: '', asked: ['one', 'third'] });
  });

  it('lists what there is', async () => {
    expect(await given('--list')).toEqual({
      code: 0,
      text: 'one    the first\nother  the second\nthird  the third\n',
      asked: [],
    });
  });

  it('refuses what there is not', async () => {
    expect(await given('--only', 'fourth')).toEqual({
      code: 1,
      text: "error: option '--only <checks...>' argument 'fourth' is invalid. Allowed choices are one, other, third.\n",
      asked: [],
    });
  });
});
