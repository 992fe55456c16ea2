// Goal: `list` tells what can be checked, with which parameters and faults.

import { expect, it } from 'vitest';
import { jsonOf, run } from './harness.js';

it('lists networks', async () => {
  const { code, stdout } = await run(['list']);
  expect(code).toBe(0);
  expect(stdout).toBe(`\
counters: counters that count by themselves
  --counters   how many count (1 to 4, default 2)
  --count-max  where they turn (1 to 1000000, default 3)
  --start      what they begin with (idle | down, default idle)
  --fault C1   A counter counts past its maximum
  --fault C2   Nothing counts
  --fault C3   A fault without effect

locks: two locks that two people need
  --fault L1  One of them takes the locks in the opposite order
`);
  expect(await run(['list', 'networks'])).toMatchObject({ stdout });
});

it('lists networks as JSON', async () => {
  const { networks } = jsonOf(await run(['list', '--json'])) as { networks: unknown[] };
  expect(networks[0]).toEqual({
    name: 'counters',
    title: 'counters that count by themselves',
    parameters: [
      {
        name: 'counters',
        option: '--counters',
        kind: 'integer',
        min: 1,
        max: 4,
        default: 2,
        description: 'how many count',
      },
      {
        name: 'countMax',
        option: '--count-max',
        kind: 'integer',
        min: 1,
        max: 1_000_000,
        default: 3,
        description: 'where they turn',
      },
      {
        name: 'start',
        option: '--start',
        kind: 'choice',
        values: ['idle', 'down'],
        default: 'idle',
        description: 'what they begin with',
      },
    ],
    faults: [
      { id: 'C1', title: 'A counter counts past its maximum' },
      { id: 'C2', title: 'Nothing counts' },
      { id: 'C3', title: 'A fault without effect' },
    ],
    sweeps: [],
  });
});

it('lists faults with the property that they violate and where they were reported', async () => {
  const { code, stdout } = await run(['list', 'faults']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /│ L1 +│ locks +│ deadlock-freedom +│ One of them takes the locks in the opposite order │ https:\/\/example\.org\/locks\/1 +│/,
  );
  const { faults } = jsonOf(await run(['list', 'faults', '--json'])) as { faults: unknown[] };
  expect(faults).toHaveLength(4);
  expect(faults[3]).toEqual({
    network: 'locks',
    id: 'L1',
    title: 'One of them takes the locks in the opposite order',
    property: 'deadlock-freedom',
    link: 'https://example.org/locks/1',
    kinship: 'the report',
  });
});

it('lists machines', async () => {
  expect(await run(['list', 'machines'])).toEqual({ code: 0, stdout: 'counter\nlock\n', stderr: '' });
  expect(jsonOf(await run(['list', 'machines', '--json']))).toEqual({
    machines: [
      { name: 'counter', id: 'counter' },
      { name: 'lock', id: 'lock' },
    ],
  });
});
