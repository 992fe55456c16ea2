// Goal: a suite of bounds is a command of its own name and a part of `check`; it says what broke, by which input, and ends with the
// exit code of its verdict. Method: a suite about halving whole numbers.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../src/check/catalogue.js';
import { type Bound, type BoundSuite, Worst } from '../../src/index.js';
import { locks, testCatalogue } from './catalogue.js';
import { type CliOptions, jsonOf, run } from './harness.js';

/** Halves are rounded down; with the fault H1, two too far. */
const halving: BoundSuite = {
  noun: 'suite',
  name: 'halving',
  title: 'Whole numbers are halved',
  parameters: {
    largest: { kind: 'integer', min: 1, max: 1_000, default: 100, description: 'the largest number' },
  },
  faults: {
    H1: { title: 'halves are too small by two', link: 'https://example.org/halving/1', property: 'error' },
  },
  build: ({ largest }, faults): Bound<number>[] => {
    const half = (x: number) => Math.floor(x / 2) - (faults.has('H1') && x > 10 ? 2 : 0);
    const inputs = fc.integer({ min: 0, max: Number(largest) });
    return [
      {
        name: 'error',
        title: 'error of a half',
        formula: '|h - x/2| <= 1/2',
        kind: 'bound',
        inputs,
        measure: (x) => {
          const worst = new Worst();
          worst.within(Math.abs(half(x) - x / 2), 1 / 2, () => `error of half of ${x}`);
          return worst;
        },
        tight: [{ title: 'half of 1', input: 1, ratio: 1 }],
        witness: { title: 'an odd number', isMet: (x) => x % 2 === 1 },
      },
      {
        name: 'even',
        title: 'even numbers have exact halves',
        formula: '2 h = x',
        kind: 'law',
        inputs,
        measure: (x) => {
          const worst = new Worst();
          if (x % 2 === 0) worst.same(2 * half(x), x, () => `twice the half of ${x}`);
          return worst;
        },
        witness: { title: 'an even number beyond 50', isMet: (x) => x > 50 && x % 2 === 0 },
      },
    ];
  },
  runs: { check: 40, deep: 400 },
};

const catalogue: Catalogue = { ...testCatalogue, suites: [halving] };
const runHere = (args: readonly string[], options: CliOptions = {}) => run(args, { catalogue, ...options });

/** The lines outside of tables, without times. */
const sentences = (stdout: string): string[] =>
  stdout
    .split('\n')
    .filter((line) => !/^[┌├└│]/.test(line))
    .map((line) => line.replace(/\d+\.\d\d s/, '… s'));

/** The cells of a table, rows that are continued joined. */
function cellsOf(stdout: string): string[][] {
  const rows: string[][] = [];
  for (const line of stdout.split('\n').filter((each) => each.startsWith('│'))) {
    const cells = line
      .split('│')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (cells[2] === '')
      rows[rows.length - 1] = rows.at(-1)!.map((cell, at) => `${cell} ${cells[at]}`.trim());
    else rows.push(cells);
  }
  return rows;
}

describe('the command of a suite', () => {
  it('is a table of all claims, exit code 0', async () => {
    const { code, stdout, stderr } = await runHere(['halving']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(sentences(stdout)).toEqual([
      'halving (largest 100): holds in the sample.',
      '2 claims, 80 random inputs. … s.',
      'seed 384; the same seed gives the same inputs',
      'Inputs are shortened here; --json has them whole.',
      '',
    ]);
    expect(cellsOf(stdout)).toEqual([
      ['', 'claim', 'inputs', 'largest error / bound', 'of input', 'tight'],
      [
        'error',
        'error of a half: |h - x/2| <= 1/2',
        '40',
        '1.00000',
        expect.stringMatching(/^\d+$/),
        '1.00000: half of 1',
      ],
      ['even', 'even numbers have exact halves: 2 h = x', '40', 'exact', '', ''],
    ]);
  });

  it('says what is broken by a fault, by the smallest input, exit code 1', async () => {
    const { code, stdout } = await runHere(['halving', '--fault', 'H1']);
    expect(code).toBe(1);
    expect(sentences(stdout).slice(0, 1)).toEqual(['halving (largest 100) with fault H1: violated.']);
    expect(
      sentences(stdout)
        .join('\n')
        .replace(/made smaller \d+ times?/g, 'made smaller'),
    ).toContain(`
error is violated: error of a half: |h - x/2| <= 1/2
  error of half of 11: 2.5 of at most 0.5 (5.00000 times the bound)
  input, made smaller: 11

even is violated: even numbers have exact halves: 2 h = x
  twice the half of 30: 26 instead of 30
  input, made smaller: 30
`);
  });

  it('checks only the claims that are named, on as many inputs as are asked for', async () => {
    const { stdout } = await runHere([
      'halving',
      '--bound',
      'even',
      '--runs',
      '7',
      '--largest',
      '200',
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      suite: 'halving',
      parameters: { largest: 200 },
      bounds: [{ name: 'even', runs: 7 }],
    });
  });

  it('is one JSON object', async () => {
    const result = await runHere(['halving', '--json', '--fault', 'H1']);
    expect(result.code).toBe(1);
    expect(Object.keys(jsonOf(result))).toEqual([
      'suite',
      'parameters',
      'faults',
      'verdict',
      'seed',
      'seconds',
      'left',
      'bounds',
    ]);
    expect(jsonOf(result)).toMatchObject({
      suite: 'halving',
      parameters: { largest: 100 },
      faults: ['H1'],
      verdict: 'violated',
      seed: 384,
      left: 0,
      bounds: [
        {
          name: 'error',
          kind: 'bound',
          isTight: true,
          tight: [{ ratio: 1 }],
          violation: { ratio: 5, input: 11 },
        },
        { name: 'even', kind: 'law', isTight: false, violation: { ratio: 'infinite', input: 30 } },
      ],
    });
  });

  it('is inconclusive when a witness was not met, exit code 3', async () => {
    const { code, stdout } = await runHere(['halving', '--largest', '20']);
    expect(code).toBe(3);
    expect(stdout).toContain(
      'even: no input was like its witness, an even number beyond 50. Raise --runs, or choose other parameters.',
    );
  });

  it('stops when it is interrupted, and tells what is left', async () => {
    let interrupt = () => {};
    const onInterrupt: CliOptions['onInterrupt'] = (listener) => {
      interrupt = listener;
      return () => {};
    };
    const running = runHere(['halving', '--runs', '1000000'], { onInterrupt });
    await new Promise((resolve) => setTimeout(resolve, 20));
    interrupt();
    const { code, stdout } = await running;
    expect(code).toBe(3);
    expect(stdout).toContain('inconclusive');
    expect(stdout).toMatch(/error was interrupted after [\d,]+ inputs\./);
  });

  it('the same seed gives the same inputs', async () => {
    const json = async (seed: string) => {
      const { stdout } = await runHere(['halving', '--json', '--seed', seed]);
      return stdout.replace(/"seconds":[\d.e-]+/, '');
    };
    expect(await json('1')).toBe(await json('1'));
    expect(await json('1')).not.toBe(await json('2'));
  });
});

describe('wrong input ends with a sentence and exit code 2', () => {
  it.each([
    { args: ['--fault', 'H9'], says: "The suite 'halving' has no fault 'H9'; it has H1." },
    { args: ['--bound', 'odd'], says: "The suite 'halving' has no bound 'odd'; it has error, even." },
    {
      args: ['--largest', '0'],
      says: "The parameter largest of 'halving' is '0'; it must be a whole number from 1 to 1000.",
    },
    { args: ['--runs', '0'], says: 'It must be a whole number of at least 1.' },
    { args: ['--wide', '2'], says: "unknown option '--wide'" },
  ])('$args', async ({ args, says }) => {
    const { code, stdout, stderr } = await runHere(['halving', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});

describe('check', () => {
  it('tries the claims of every suite, and releases a canary', async () => {
    const { code, stdout } = await runHere(['check', '--runs', '5', '--json']);
    expect(code).toBe(0);
    const { runs } = JSON.parse(stdout) as { runs: { mode: string; network?: string; suite?: string }[] };
    expect(runs.slice(-2)).toMatchObject([
      { mode: 'bounds', suite: 'halving', verdict: 'holds-in-sample', bounds: [{ runs: 40 }, { runs: 40 }] },
      { mode: 'canary', network: 'halving', faults: ['H1'], property: 'error', verdict: 'caught' },
    ]);
  });

  it('takes the name of a suite, and then explores no network', async () => {
    const { code, stdout } = await runHere(['check', 'halving', '--deep', '--verbose']);
    expect(code).toBe(0);
    expect(
      cellsOf(stdout)
        .slice(1, 3)
        .map((row) => row.toSpliced(7, 1)),
    ).toEqual([
      ['halving', '', 'bounds, 400 inputs each', 'holds in the sample', '', '', '', 'error 0'],
      ['halving', '', 'canary: fault H1 must be caught', 'caught', '', '', '', ''],
    ]);
    expect(stdout).toContain(
      'holds in the sample: 0 explorations, 0 campaigns, 1 suite of bounds, 1 canary.',
    );
  });

  it('takes networks and suites together', async () => {
    const { stdout } = await runHere(['check', 'locks', 'halving', '--runs', '2', '--json']);
    const { runs } = JSON.parse(stdout) as { runs: { mode: string }[] };
    expect(runs.map(({ mode }) => mode)).toEqual(['exhaustive', 'random', 'canary', 'bounds', 'canary']);
  });

  it('tells of a violated claim, and of a canary that was missed', async () => {
    const wrong: BoundSuite = {
      ...halving,
      build: (configuration, faults) => halving.build(configuration, new Set(faults.has('H1') ? [] : ['H1'])),
    };
    const { code, stdout } = await run(['check', 'halving'], {
      catalogue: { ...catalogue, suites: [wrong] },
    });
    expect(code).toBe(1);
    expect(stdout).toContain('error is violated: error of a half: |h - x/2| <= 1/2');
    expect(stdout).toContain("The canary was missed: halving with fault H1 must violate 'error'");
  });

  it('has no suites where the catalogue has none', async () => {
    const { stdout } = await run(['check', 'locks', '--runs', '2'], {
      catalogue: { families: [locks], machines: {} },
    });
    expect(stdout).toContain('1 exploration, 1 campaign, 1 canary.');
  });
});

describe('list', () => {
  it('has suites with their parameters and faults', async () => {
    const { stdout } = await runHere(['list']);
    expect(stdout).toContain(`
halving: Whole numbers are halved
  --largest   the largest number (1 to 1000, default 100)
  --fault H1  halves are too small by two
`);
    expect(jsonOf(await runHere(['list', '--json']))).toMatchObject({ suites: [{ name: 'halving' }] });
    expect((await runHere(['list', 'faults'])).stdout).toContain('https://example.org/halving/1');
  });
});
