// Goal: `walk` and `campaign` say what the sample showed, show a minimised counterexample, and always the seed.

import { describe, expect, it } from 'vitest';
import { jsonOf, run } from './harness.js';

const UP = 'environment ⇒ counter.0: UP';

describe('walk', () => {
  it('that sees nothing wrong holds in the sample, exit code 0', async () => {
    const { code, stdout } = await run([
      'walk',
      'counters',
      '--walks',
      '7',
      '--steps-max',
      '40',
      '--seed',
      '-5',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^counters \(counters 2, countMax 3, start idle\): holds in the sample\.\n7 walks, 280 steps, /,
    );
    expect(stdout).toContain('\nseed -5; the same seed gives the same walks\n');
  });

  it('that violates shows the shortest steps, exit code 1', async () => {
    const { code, stdout } = await run(['walk', 'counters', '--fault', 'C1', '--full']);
    expect(code).toBe(1);
    expect(stdout).toContain(
      '\nroom is violated after 3 steps (proven shortest): the margin is -1\n  1. environment ',
    );
    expect(stdout).toContain('\nseed 384; the same seed gives the same walks\n');
  });

  it('that misses a witness is inconclusive, exit code 3', async () => {
    const { code, stdout } = await run(['walk', 'counters', '--walks', '1', '--steps-max', '2']);
    expect(code).toBe(3);
    expect(stdout).toContain(
      "\nThe sample did not meet the witness 'full'; raise --walks or --steps-max, or explore the network.\n",
    );
    expect(stdout).toContain('\n  inconclusive         full\n  holds in the sample  deadlock-freedom, ');
  });

  it('is one JSON object', async () => {
    const result = await run(['walk', 'counters', '--fault', 'C1', '--counters', '1', '--json']);
    expect(result.code).toBe(1);
    expect(Object.keys(jsonOf(result))).toEqual([
      'network',
      'parameters',
      'faults',
      'verdict',
      'seed',
      'walks',
      'steps',
      'states',
      'ended',
      'seconds',
      'xstateCalls',
      'properties',
      'neverSeen',
      'coverage',
      'violation',
    ]);
    expect(jsonOf(result)).toMatchObject({ verdict: 'violated', violation: { steps: [UP, UP, UP] } });
  });
});

describe('campaign', () => {
  it('that sees nothing wrong holds in the sample, exit code 0', async () => {
    const { code, stdout } = await run(['campaign', 'counters', '--runs', '20', '--counters', '1']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^counters \(counters 1\), random configurations: holds in the sample\.\n20 runs of 3 configurations, 1,125 steps\. /,
    );
    expect(stdout).toContain('\nseed 384; the same seed gives the same runs\n');
  });

  it('that violates shows the smallest configuration, exit code 1', async () => {
    const { code, stdout } = await run(['campaign', 'counters', '--fault', 'C1', '--runs', '20', '--full']);
    expect(code).toBe(1);
    expect(stdout).toContain(
      ' The smallest parameters that show it: counters 1, countMax 1, start idle.\nroom is violated after 2 steps (proven shortest): the margin is -1\n',
    );
    expect(stdout).toContain('\nseed 384; the same seed gives the same runs\n');
  });

  it('of a network without parameters has none to make smaller', async () => {
    const { stdout } = await run(['campaign', 'locks', '--fault', 'L1']);
    expect(stdout).toMatch(/^locks with fault L1, random configurations: violated\.\n/);
    expect(stdout).toMatch(/\nFound after \d+ steps, made 2 steps long\.\n✗ deadlock-freedom is violated/);
  });

  it('that misses a witness is inconclusive, exit code 3', async () => {
    const { code, stdout } = await run(['campaign', 'counters', '--fault', 'C2', '--runs', '3']);
    expect(code).toBe(3);
    expect(stdout).toContain(
      "\nThe sample did not meet the witness 'full'; raise --runs, or explore the network.\n",
    );
  });

  it('is one JSON object', async () => {
    const result = await run([
      'campaign',
      'counters',
      '--fault',
      'C1',
      '--counters',
      '2',
      '--runs',
      '9',
      '--json',
    ]);
    expect(result.code).toBe(1);
    expect(Object.keys(jsonOf(result))).toEqual([
      'network',
      'parameters',
      'faults',
      'verdict',
      'seed',
      'runs',
      'steps',
      'configurations',
      'seconds',
      'properties',
      'coverage',
      'sampled',
      'shrunk',
      'violation',
    ]);
    expect(jsonOf(result)).toMatchObject({
      parameters: { counters: 2 },
      verdict: 'violated',
      violation: {
        property: 'room',
        parameters: { counters: 2, countMax: 1, start: 'idle' },
        steps: [UP, UP],
      },
    });
  });

  it.each(['walk', 'campaign'])('%s gives the same answer for the same seed', async (command) => {
    const once = async () => {
      const { seconds: _, ...rest } = jsonOf(await run([command, 'counters', '--seed', '7', '--json']));
      return rest;
    };
    expect(await once()).toEqual(await once());
  });
});
