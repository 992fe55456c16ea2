// Goal: `check --sweep` answers for each design of a table whether it is safe, says which are safe throughout, and how to see what
// goes wrong in the others. Method: the counters of catalogue.ts, whose state counts and shortest counterexamples are known.

import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../src/cli/io.js';
import { familyOf, type NetworkFamily, type Sweep } from '../../src/network/family.js';
import type { Catalogue } from '../../src/check/catalogue.js';
import { counters, locks } from './catalogue.js';
import { jsonOf, run } from './harness.js';
import { deceitful } from './modules/several.js';

const room: Sweep = {
  title: 'which counters stay within their room',
  base: { countMax: 2 },
  rows: {
    title: 'design',
    values: [
      { label: 'careful', configuration: {} },
      { label: 'hasty', configuration: { design: 'hasty' } },
      { label: 'still', configuration: { design: "won't count" } },
    ],
  },
  columns: [
    {
      title: 'counters',
      values: [
        { label: '1', configuration: { counters: 1 } },
        { label: '2', configuration: { counters: 2 } },
      ],
    },
    {
      title: 'room',
      values: [
        { label: 'small', configuration: {} },
        { label: 'large', configuration: { countMax: 3 } },
      ],
    },
  ],
};

/** Counters of three designs: the hasty ones count too far when there are two of them. */
const designs: NetworkFamily = {
  ...counters,
  name: 'designs',
  parameters: {
    ...counters.parameters,
    design: {
      kind: 'choice',
      values: ['careful', 'hasty', "won't count"],
      default: 'careful',
      description: 'how they count',
    },
  },
  build: (configuration) => {
    const { design, counters: count } = configuration;
    const flaw = design === 'hasty' && count === 2 ? ['C1'] : design === "won't count" ? ['C2'] : [];
    return counters.build(configuration, new Set(flaw));
  },
  sweeps: { room },
};

const catalogue: Catalogue = { families: [designs, locks], machines: {} };

/** A catalogue in which the sweep is changed. */
function sweeping(changes: Partial<Sweep>): Catalogue {
  return { families: [{ ...designs, sweeps: { room: { ...room, ...changes } } }], machines: {} };
}

describe('a sweep', () => {
  it('is a table of all designs, what is safe, and how to see what is not, exit code 0', async () => {
    const { code, stdout, stderr } = await run(['check', 'designs', '--sweep', 'room'], { catalogue });
    expect(code).toBe(0);
    expect(stderr.split('\n')).toHaveLength(13);
    expect(stderr).toMatch(/^ 1 of 12 {2}careful, 1, small: safe, 3 states, \d+\.\d s\n/);
    expect(stderr).toMatch(/\n 7 of 12 {2}hasty, 2, small: violated \(room\), 11 states, \d+\.\d s\n/);
    expect(stdout).toBe(`\
designs, sweep room: which counters stay within their room
Parameters that a design does not set: countMax 2; the others have their defaults.
┌────────────┬───────────────┬───────────────┬───────────────┬───────────────┐
│ counters → │ 1             │ 1             │ 2             │ 2             │
│ room →     │ small         │ large         │ small         │ large         │
│ design ↓   │               │               │               │               │
├────────────┼───────────────┼───────────────┼───────────────┼───────────────┤
│ careful    │ safe          │ safe          │ safe          │ safe          │
│            │ 3 states      │ 4 states      │ 9 states      │ 16 states     │
├────────────┼───────────────┼───────────────┼───────────────┼───────────────┤
│ hasty      │ safe          │ safe          │ room          │ room          │
│            │ 3 states      │ 4 states      │ 3 steps       │ 4 steps       │
├────────────┼───────────────┼───────────────┼───────────────┼───────────────┤
│ still      │ full          │ full          │ full          │ full          │
│            │ never reached │ never reached │ never reached │ never reached │
└────────────┴───────────────┴───────────────┴───────────────┴───────────────┘
Safe in every column: careful.

To see what goes wrong:
  hasty, 2, small  npx cloudmatrix-check explore designs --count-max 2 --design hasty --counters 2
  hasty, 2, large  npx cloudmatrix-check explore designs --count-max 3 --design hasty --counters 2
  still, 1, small  npx cloudmatrix-check explore designs --count-max 2 --design 'won'\\''t count' --counters 1
  still, 1, large  npx cloudmatrix-check explore designs --count-max 3 --design 'won'\\''t count' --counters 1
  still, 2, small  npx cloudmatrix-check explore designs --count-max 2 --design 'won'\\''t count' --counters 2
  still, 2, large  npx cloudmatrix-check explore designs --count-max 3 --design 'won'\\''t count' --counters 2

12 designs: 6 safe, 6 violated, 0 inconclusive.
`);
  });

  it('shows commands that come to the same violation', async () => {
    const { stdout } = await run(['check', '--sweep', 'room'], { catalogue });
    const [, command] = /hasty, 2, large +npx cloudmatrix-check (.*)\n/.exec(stdout)!;
    const { code, stdout: explored } = await run(command!.split(' '), { catalogue });
    expect(code).toBe(1);
    expect(explored).toMatch(/\n✗ room is violated after 4 steps \(proven shortest\)/);
  });

  it('is found without the name of its network, and as the default command', async () => {
    const named = await run(['check', 'designs', '--sweep', 'room', '--json'], { catalogue });
    expect(await run(['--sweep', 'room', '--json'], { catalogue })).toEqual(named);
  });

  it('is one JSON object', async () => {
    const result = await run(['check', '--sweep', 'room', '--json'], { catalogue });
    expect(result.code).toBe(0);
    const { cells, ...rest } = jsonOf(result) as { cells: unknown[] };
    expect(rest).toEqual({
      network: 'designs',
      sweep: 'room',
      title: 'which counters stay within their room',
      axes: ['design', 'counters', 'room'],
      safe: ['careful'],
    });
    const parameters = { counters: 2, countMax: 3, start: 'idle' };
    expect(cells).toHaveLength(12);
    expect([cells[3], cells[7], cells[11]]).toEqual([
      {
        labels: ['careful', '2', 'large'],
        parameters: { ...parameters, design: 'careful' },
        verdict: 'holds',
        states: 16,
      },
      {
        labels: ['hasty', '2', 'large'],
        parameters: { ...parameters, design: 'hasty' },
        verdict: 'violated',
        property: 'room',
        steps: 4,
        states: expect.any(Number),
      },
      {
        labels: ['still', '2', 'large'],
        parameters: { ...parameters, design: "won't count" },
        verdict: 'violated',
        property: 'full',
        states: 1,
      },
    ]);
  });

  it('may be one column of designs', async () => {
    const { code, stdout } = await run(['check', '--sweep', 'room'], {
      catalogue: sweeping({
        base: {},
        rows: { title: 'counters', values: room.columns[0]!.values },
        columns: [],
      }),
    });
    expect(code).toBe(0);
    expect(stdout).toBe(`\
designs, sweep room: which counters stay within their room
Parameters that a design does not set: their defaults.
┌────────────┬───────────┐
│ counters ↓ │           │
├────────────┼───────────┤
│ 1          │ safe      │
│            │ 4 states  │
├────────────┼───────────┤
│ 2          │ safe      │
│            │ 16 states │
└────────────┴───────────┘
Safe in every column: 1, 2.

2 designs: 2 safe, 0 violated, 0 inconclusive.
`);
  });
});

describe('designs that are not decided', () => {
  it('are inconclusive when a budget runs out, and none of their row is called safe, exit code 3', async () => {
    const args = ['check', '--sweep', 'room', '--states-max', '4'];
    const { code, stdout } = await run(args, { catalogue });
    expect(code).toBe(3);
    expect(stdout).toContain(
      '│ careful    │ safe          │ safe          │ inconclusive  │ inconclusive  │\n',
    );
    expect(stdout).toContain(
      '│            │ 3 states      │ 4 states      │ (states)      │ (states)      │\n',
    );
    expect(stdout).toContain('\nSafe in every column: none.\n');
    expect(stdout).toMatch(
      /\nThe budget of states ran out, with 4 designs undecided\. Raise --states-max, or make the parameters smaller\.\n\n12 designs: 4 safe, 4 violated, 4 inconclusive\.\n$/,
    );
    const { cells } = jsonOf(await run([...args, '--json'], { catalogue })) as { cells: unknown[] };
    expect(cells[2]).toMatchObject({ verdict: 'inconclusive', budget: 'states' });
  });

  it('are those that an interruption left out; what was decided is shown, exit code 3', async () => {
    const onInterrupt: CliIo['onInterrupt'] = (listener) => {
      setImmediate(listener);
      return () => {};
    };
    const { code, stdout } = await run(['check', '--sweep', 'room'], { catalogue, onInterrupt });
    expect(code).toBe(3);
    expect(stdout).toContain('│ careful    │ safe          │ inconclusive  │');
    expect(stdout).toContain('│            │ 3 states      │ (interrupted) │');
    expect(stdout).toMatch(
      /\nIt was interrupted, with 11 designs undecided\. Run it again to its end for a verdict\.\n\n12 designs: 1 safe, 0 violated, 11 inconclusive\.\n$/,
    );
  });
});

describe('what is wrong is told by a sentence, exit code 2', () => {
  const impossible = {
    title: 'counters',
    values: [{ label: 'many', configuration: { counters: 2, countMax: 200_000 } }],
  };
  const twins: Catalogue = {
    families: [designs, { ...designs, name: 'copies' }],
    machines: {},
  };

  it.each<{ args: string[]; says: string; of?: Catalogue }>([
    {
      args: ['--sweep', 'rooms'],
      says: "error: There is no sweep 'rooms' of designs, locks; there is 'room' of designs.",
    },
    { args: ['locks', '--sweep', 'room'], says: "error: There is no sweep 'room' of locks; there is none." },
    { args: ['--sweep', 'toString'], says: "error: There is no sweep 'toString' of designs, locks; " },
    { args: ['keys', '--sweep', 'room'], says: "error: There is no network 'keys'." },
    {
      args: ['--sweep', 'room'],
      of: twins,
      says: "error: Several networks have a sweep 'room': designs, copies. Name the one to sweep.",
    },
    {
      args: ['--sweep', 'room'],
      of: sweeping({ columns: [impossible] }),
      says:
        "error: The sweep 'room' has an impossible design (careful, many). " +
        "The network 'designs' cannot be built with these parameters: several counters count to 100000 at most.",
    },
    {
      args: ['--sweep', 'room'],
      of: sweeping({ columns: [{ title: 'counters', values: [] }] }),
      says: "error: The sweep 'room' of 'designs' has no designs. Give each axis a value.",
    },
    {
      args: ['--sweep', 'room', '--runs', '5'],
      says: "error: option '--sweep <name>' cannot be used with option '--runs <number>'",
    },
    {
      args: ['--sweep', 'room', '--deep'],
      says: "error: option '--sweep <name>' cannot be used with option '--deep'",
    },
  ])('$args: $says', async ({ args, says, of = catalogue }) => {
    const { code, stdout, stderr } = await run(['check', ...args], { catalogue: of });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });

  it('a name that several networks have is taken of the one that is named', async () => {
    const result = await run(['check', 'copies', '--sweep', 'room', '--json'], { catalogue: twins });
    expect(result.code).toBe(0);
    expect(jsonOf(result).network).toBe('copies');
  });
});

it('shows no violation that does not come about when its steps are run again, exit code 70', async () => {
  const rows = { title: 'design', values: [{ label: 'only', configuration: {} }] };
  const sweeps = { lies: { title: 'what is shown', base: {}, rows, columns: [] } };
  const { code, stdout, stderr } = await run(['--sweep', 'lies'], {
    catalogue: { families: [{ ...familyOf(deceitful), sweeps }], machines: {} },
  });
  expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
  expect(stderr).toContain(
    "the search found 'shown' violated after 0 steps, and XState itself does not confirm it",
  );
});

it('is listed with its network', async () => {
  const { stdout } = await run(['list'], { catalogue });
  expect(stdout).toContain('\n  --sweep room  which counters stay within their room\n');
  const { networks } = jsonOf(await run(['list', '--json'], { catalogue })) as { networks: unknown[] };
  expect(networks).toMatchObject([
    { name: 'designs', sweeps: [{ name: 'room', title: 'which counters stay within their room' }] },
    { name: 'locks', sweeps: [] },
  ]);
});
