// Goal: `campaign --swarm` tells in one table which faults are caught and answers with the right exit code.

import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../src/check/catalogue.js';
import { counter, counters } from './catalogue.js';
import { jsonOf, run } from './harness.js';

const { C1, C3 } = counters.faults as Required<typeof counters.faults>;

function catalogueOf(faults: typeof counters.faults): Catalogue {
  return { families: [{ ...counters, faults }], machines: { counter } };
}

/** The table's rows as cells. */
function rowsOf(stdout: string): string[][] {
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) => line.split('│').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
}

describe('campaign --swarm', () => {
  it('shows that each fault is caught, exit code 0', async () => {
    const catalogue = catalogueOf({ C1: C1! });
    const { code, stdout, stderr } = await run(['campaign', 'counters', '--swarm', '--runs', '9'], {
      catalogue,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^counters: 9 runs with random faults, \d+ steps\. .*\nseed 384; the same seed gives the same runs\n\n/,
    );
    expect(rowsOf(stdout)).toEqual([
      ['fault', 'must violate', '', 'runs', 'violated', 'its property', 'fewest steps', 'other properties'],
      ['C1', 'room', 'caught', '9', '9', '9', expect.stringMatching(/^\d+$/), ''],
    ]);
    expect(stdout).toMatch(/\nEvery fault was caught by its property\.\n$/);
  });

  it('names faults that their property never catches, exit code 1', async () => {
    const catalogue = catalogueOf({ C1: { ...C1!, property: 'full' }, C3: C3! });
    const args = ['campaign', 'counters', '--swarm', '--runs', '9', '--fault', 'C1'];
    const { code, stdout } = await run(args, { catalogue });
    expect(code).toBe(1);
    expect(rowsOf(stdout).slice(1)).toEqual([['C1', 'full', 'MISSED', '9', '9', '0', '', 'room 9']]);
    expect(stdout).toMatch(/\nNever caught by the property that must catch it: C1\.\n$/);
  });

  it('is inconclusive where a fault was in no run, exit code 3', async () => {
    const catalogue = catalogueOf({ C1: C1!, other: { ...C1!, configuration: { countMax: 1 } } });
    const args = ['campaign', 'counters', '--swarm', '--runs', '9', '--count-max', '2'];
    const { code, stdout } = await run(args, { catalogue });
    expect(code).toBe(3);
    expect(stdout).toMatch(/^counters \(countMax 2\): 9 runs /);
    expect(stdout).toMatch(
      /\nIn no run: other\. Raise --runs, or leave out parameters at which it cannot show\.\n$/,
    );
  });

  it('says what is known when it is interrupted, exit code 3', async () => {
    const { code, stdout } = await run(['campaign', 'counters', '--swarm', '--fault', 'C3'], {
      catalogue: catalogueOf({ C3: C3! }),
      onInterrupt: (interrupt) => {
        interrupt();
        return () => {};
      },
    });
    expect(code).toBe(3);
    expect(stdout).toContain('\nIt was interrupted, with 100 runs left. ');
    expect(rowsOf(stdout)[1]!.slice(2, 4)).toEqual(['inconclusive', '0']);
  });

  it('is one JSON object, the same for the same seed', async () => {
    const args = ['campaign', 'counters', '--swarm', '--runs', '30', '--counters', '1', '--json'];
    const once = async () => {
      const result = await run(args, { catalogue: catalogueOf({ C1: C1!, C3: C3! }) });
      expect(result.code).toBe(1);
      const { seconds: _, ...rest } = jsonOf(result);
      return rest;
    };
    const first = await once();
    expect(Object.keys(first)).toEqual([
      'network',
      'parameters',
      'verdict',
      'seed',
      'runs',
      'steps',
      'faults',
    ]);
    expect(first).toMatchObject({
      parameters: { counters: 1 },
      verdict: 'violated',
      faults: [
        { fault: 'C1', verdict: 'caught', example: { parameters: { countMax: 2 } } },
        // It is in runs that violate its property, and not to blame for it.
        { fault: 'C3', verdict: 'missed' },
      ],
    });
    expect(await once()).toEqual(first);
  });
});
