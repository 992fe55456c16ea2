// Goal: `check` explores, samples and releases the canary for every network, and tells it in one table and one exit code.

import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../src/check/catalogue.js';
import { counter, counters, locks } from './catalogue.js';
import { jsonOf, run } from './harness.js';

/** A catalogue of one changed version of `counters`. */
function catalogueOf(changes: Partial<typeof counters>): Catalogue {
  return { families: [{ ...counters, ...changes }], machines: { counter } };
}

/** The table's rows as cells, without the seconds. */
function rowsOf(stdout: string): string[][] {
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) => line.split('│').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()).toSpliced(7, 1));
}

/** What is told of each run as it is done, with every time 0.0. */
const LINES = `\
1 of 7  counters: holds, 16 states, 0.0 s
2 of 7  counters counters 1: holds, 4 states, 0.0 s
3 of 7  counters, random runs: holds in the sample, 20 runs, 0.0 s
4 of 7  counters with fault C1: caught, 11 states, 0.0 s
5 of 7  locks: holds, 5 states, 0.0 s
6 of 7  locks, random runs: holds in the sample, 20 runs, 0.0 s
7 of 7  locks with fault L1: caught, 6 states, 0.0 s
`;

const withoutTimes = (text: string) => text.replaceAll(/\d+\.\d s$/gm, '0.0 s');

const { C1, C3 } = counters.faults as Required<typeof counters.faults>;

describe('a catalogue in order', () => {
  it('is a table, each network its properties, the seed and the verdict, exit code 0', async () => {
    const { code, stdout, stderr } = await run(['check', '--runs', '20', '--verbose']);
    expect(code).toBe(0);
    expect(withoutTimes(stderr)).toBe(LINES);
    const inSample = 'holds in the sample';
    expect(rowsOf(stdout)).toEqual([
      ['network', 'parameters', 'mode', 'verdict', 'states', 'steps', 'depth', 'tightest margin'],
      ['counters', 'defaults', 'exhaustive', 'holds', '16', '48', '7', 'room 0'],
      ['counters', 'counters 1', 'exhaustive', 'holds', '4', '6', '4', 'room 0'],
      ['counters', '', 'random, 10 configurations', inSample, '', '1,020', '', 'room 0'],
      ['counters', 'countMax 2', 'canary: fault C1 must be caught', 'caught', '11', '20', '4', ''],
      ['locks', '', 'exhaustive', 'holds', '5', '6', '3', ''],
      ['locks', '', 'random, 1 configuration', inSample, '', '332', '', ''],
      ['locks', '', 'canary: fault L1 must be caught', 'caught', '6', '7', '3', ''],
    ]);
    expect(stdout.slice(stdout.lastIndexOf('┘') + 1)).toBe(`
Parameters that are not named have their defaults; in random runs they are drawn. See cloudmatrix-check list.

counters
  holds  deadlock-freedom, specified-reception, channel-capacity, no-exception, no-stuck-component,
         room (smallest margin 0), full
  charts: 2 of 2 transitions, 4 of 4 guard outcomes
  sampled: 12 of 16 states (75 %) of defaults, in 3 runs
  sampled: 4 of 4 states (100 %) of counters 1, in 7 runs

locks
  holds  deadlock-freedom, specified-reception, channel-capacity, no-exception, no-stuck-component
  charts: 5 of 5 states, 5 of 5 transitions
  sampled: 5 of 5 states (100 %), in 20 runs

seed 384; the same seed gives the same runs
holds in the sample: 3 explorations, 2 campaigns, 2 canaries.
`);
  });

  it.each([
    { args: [] as string[], networks: ['counters', 'locks'] },
    { args: ['locks'], networks: ['locks'] },
    { args: ['check', 'locks'], networks: ['locks'] },
  ])('is the default command: $args checks $networks', async ({ args, networks }) => {
    const { code, stdout } = await run([...args, '--runs', '20', '--json']);
    expect(code).toBe(0);
    const { runs } = JSON.parse(stdout) as { runs: { network: string }[] };
    expect([...new Set(runs.map(({ network }) => network))]).toEqual(networks);
  });

  it('is one JSON object', async () => {
    const result = await run(['check', 'locks', '--runs', '5', '--seed', '1', '--json']);
    expect(Object.keys(jsonOf(result))).toEqual([
      'verdict',
      'seed',
      'left',
      'unseen',
      'hardCases',
      'coverage',
      'runs',
    ]);
    expect(jsonOf(result)).toMatchObject({
      verdict: 'holds-in-sample',
      seed: 1,
      left: 0,
      coverage: [{ network: 'locks', machines: [{ machine: 'lock' }, { machine: 'person' }], monitors: [] }],
      runs: [
        { mode: 'exhaustive', network: 'locks', states: 5 },
        { mode: 'random', network: 'locks', runs: 5, sampled: [{ parameters: {}, states: 5, runs: 5 }] },
        { mode: 'canary', faults: ['L1'], property: 'deadlock-freedom', verdict: 'caught', states: 6 },
      ],
    });
  });
});

describe('deep explorations', () => {
  const deep = catalogueOf({ deep: [{ counters: 3 }], exhaustive: [{ counters: 1 }] });
  const explored = (stdout: string) =>
    rowsOf(stdout)
      .filter(([, , mode]) => mode === 'exhaustive')
      .map(([, parameters, , verdict, states]) => [parameters, verdict, states]);

  it('are made with --deep, after the others', async () => {
    const { code, stdout } = await run(['--runs', '20', '--deep', '--verbose'], { catalogue: deep });
    expect(code).toBe(0);
    expect(explored(stdout)).toEqual([
      ['counters 1', 'holds', '4'],
      ['counters 3', 'holds', '64'],
    ]);
    expect(stdout).toMatch(/\nholds in the sample: 2 explorations, 1 campaign, 1 canary\.\n$/);
  });

  it('are not made without it', async () => {
    const { stdout } = await run(['--runs', '20', '--verbose'], { catalogue: deep });
    expect(explored(stdout)).toEqual([['counters 1', 'holds', '4']]);
  });

  it('take steps alone in those that have too many states, unless they must not', async () => {
    const catalogue = catalogueOf({
      exhaustive: [{ counters: 1 }],
      reduced: [{ counters: 3 }],
      deepReduced: [{ counters: 4 }],
    });
    const exploredWith = async (...options: string[]) => {
      const args = ['--runs', '20', '--verbose', '--no-progress-checks', ...options];
      const { code, stdout } = await run(args, { catalogue });
      expect(code).toBe(0);
      return explored(stdout);
    };
    const all = ['counters 1', 'holds', '4'];
    // Of 64, and of 256: counters begin anew, and so not always by a step taken alone.
    const alone = ['counters 3', 'holds', '55'];
    expect(await exploredWith()).toEqual([all, alone]);
    expect(await exploredWith('--deep')).toEqual([all, alone, ['counters 4', 'holds', '202']]);
    expect(await exploredWith('--no-reduction')).toEqual([all]);
    expect(await exploredWith('--no-reduction', '--deep')).toEqual([all]);
  });

  it('end at the limit of states that is given, exit code 3', async () => {
    const args = ['--runs', '20', '--deep', '--states-max', '20'];
    const { code, stdout } = await run(args, { catalogue: deep });
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /\ncounters \(counters 3, countMax 3, start idle\): The budget of states ran out, /,
    );
  });
});

describe('a violation', () => {
  const broken = catalogueOf({
    build: (configuration) => counters.build(configuration, new Set(['C1'])),
    exhaustive: [
      { counters: 1, countMax: 2 },
      { counters: 1, countMax: 3 },
    ],
  });

  it('is shown in full where it is shortest, and as a trace where it was found again, exit code 1', async () => {
    const { code, stdout } = await run(['--runs', '20'], { catalogue: broken });
    expect(code).toBe(1);
    expect(stdout.match(/^✗ room is violated after .*$/gm)).toHaveLength(1);
    expect(stdout).toContain(
      '\ncounters (counters 1, countMax 1, start idle)\n✗ room is violated after 2 steps (proven shortest)',
    );
    expect(stdout).toMatch(
      /\nroom is violated in counters \(counters 1, countMax 3, start idle\) too; the trace is in cloudmatrix-check-traces\/counters-room-[0-9a-f]{8}\.trace\.json\n/,
    );
    expect(stdout).toContain('\nroom is violated in counters (counters 1, countMax 2, start idle) too; ');
    expect(stdout).toContain(
      '\n  violated      room (smallest margin -1)\n  inconclusive  no-stuck-component\n  holds         deadlock-freedom, ',
    );
    expect(stdout).toMatch(
      /\nseed 384; the same seed gives the same runs\nviolated: 2 explorations, 1 campaign, 1 canary\.\n$/,
    );
  });
});

describe('the canary', () => {
  it('that is missed fails the check, exit code 1', async () => {
    const { code, stdout } = await run(['--runs', '20', '--verbose'], {
      catalogue: catalogueOf({ faults: { C3: C3! } }),
    });
    expect(code).toBe(1);
    expect(rowsOf(stdout).at(-1)?.slice(2, 4)).toEqual(['canary: fault C3 must be caught', 'MISSED']);
    expect(stdout).toContain(
      "\nThe canary was missed: counters (counters 2, countMax 3, start idle) with fault C3 must violate 'room', and it was not " +
        'found to. A check that cannot fail proves nothing: repair the property or the fault before relying on the rest.\n',
    );
    expect(stdout).toMatch(/\nviolated: 2 explorations, 1 campaign, 1 canary\.\n$/);
  });

  it('that violates another property than its own is missed', async () => {
    const catalogue = catalogueOf({ faults: { C1: { ...C1!, property: 'deadlock-freedom' } } });
    const result = await run(['--runs', '20', '--json'], { catalogue });
    expect(result.code).toBe(1);
    expect(jsonOf(result).runs).toContainEqual(
      expect.objectContaining({ mode: 'canary', verdict: 'missed' }),
    );
  });

  it('that runs out of its budget is inconclusive, exit code 3', async () => {
    const catalogue = catalogueOf({
      exhaustive: [],
      faults: { C3: { ...C3!, configuration: { counters: 4, countMax: 9 } } },
    });
    const { code, stdout } = await run(['--runs', '20', '--states-max', '50'], { catalogue, columns: 200 });
    expect(code).toBe(3);
    expect(stdout).toContain(
      'with fault C3: The budget of states ran out, with 29 states left to expand. Raise --states-max, or make the parameters smaller.\n',
    );
    expect(stdout).toMatch(/\ninconclusive: 0 explorations, 1 campaign, 1 canary\.\n$/);
  });

  it('may be a witness that is not reached any more', async () => {
    const { C2 } = counters.faults as Required<typeof counters.faults>;
    const { code } = await run(['--runs', '20'], { catalogue: catalogueOf({ faults: { C2: C2! } }) });
    expect(code).toBe(0);
  });

  it('is not released where there is no fault', async () => {
    const { stdout } = await run(['--runs', '20'], { catalogue: catalogueOf({ faults: {} }) });
    expect(stdout).toMatch(/\nholds in the sample: 2 explorations, 1 campaign, 0 canaries\.\n$/);
  });
});

it('tells of a witness that the sample does not have, exit code 3', async () => {
  const { code, stdout } = await run(['check', 'counters', '--runs', '1', '--seed', '2'], {
    columns: 200,
    catalogue: catalogueOf({ campaign: { ranges: { counters: { min: 4, max: 4 } }, stepsMax: 1 } }),
  });
  expect(code).toBe(3);
  expect(stdout).toContain(
    "\ncounters: the sample did not meet the witness 'full'; raise --runs, or explore the network.\n",
  );
  // The exhaustive runs have it, and so does the network.
  expect(stdout).toMatch(/\n {2}holds {2}[^\n]* full\n/);
});

it('checks the network of a module', async () => {
  const cwd = new URL('.', import.meta.url).pathname;
  const { code, stdout } = await run(['./modules/one-network.ts', '--runs', '5', '--verbose'], { cwd });
  expect(code).toBe(0);
  expect(rowsOf(stdout).map(([network, , mode]) => [network, mode])).toEqual([
    ['network', 'mode'],
    ['single counter', 'exhaustive'],
    ['single counter', 'random, 1 configuration'],
  ]);
});

it('has nothing to say of locks that it did not check', async () => {
  const { stdout } = await run(['check', 'counters', '--runs', '20']);
  expect(stdout).not.toContain(locks.name);
});
