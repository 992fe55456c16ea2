// Goal: a network of one's own, in a module, is found by its path, and a module that has none is met with a sentence, exit code 2.

import { describe, expect, it } from 'vitest';
import { jsonOf, run, temporaryDirectory } from './harness.js';

const cwd = new URL('./modules', import.meta.url).pathname;

describe('a module', () => {
  it.each([
    { reference: './one-network.ts', network: 'single counter' },
    { reference: 'one-network.ts', network: 'single counter' },
    { reference: 'one-network.ts#single', network: 'single counter' },
    { reference: './several.ts#good', network: 'good' },
    { reference: `${cwd}/several.ts#bad`, network: 'bad' },
  ])('has the network $reference', async ({ reference, network }) => {
    expect(jsonOf(await run(['explore', reference, '--json'], { cwd }))).toMatchObject({
      network,
      parameters: {},
      states: 3,
    });
  });

  it('may have a family, whose parameters are options', async () => {
    const result = await run(['explore', './several.ts#family', '--count-max', '2', '--json'], { cwd });
    expect(jsonOf(result)).toMatchObject({ network: 'fragile', states: 9 });
  });

  it('has violations whose traces are replayed on it by its path', async () => {
    const directory = temporaryDirectory();
    const found = await run(['explore', `${cwd}/several.ts#bad`, '--all', '--json'], { cwd: directory });
    const { traceFile } = jsonOf(found).violation as { traceFile: string };
    const args = ['replay', traceFile, '--network', `${cwd}/several.ts#bad`];
    const { code, stdout } = await run(args, { cwd: directory });
    expect(code).toBe(1);
    expect(stdout).toMatch(/several\.ts#bad\.\nbad\n✗ tiny is violated after 1 step \(proven shortest\)/);
  });

  it('shows every violation with --all', async () => {
    const { stdout } = await run(
      ['explore', 'several.ts#bad', '--all', '--trace-dir', temporaryDirectory()],
      { cwd },
    );
    expect(stdout.match(/^✗ \w+ is violated after \d/gm)).toEqual([
      '✗ tiny is violated after 1',
      '✗ small is violated after 2',
    ]);
  });

  it('has all of several violations in the JSON object, too', async () => {
    const traces = ['--trace-dir', temporaryDirectory()];
    const all = jsonOf(await run(['explore', 'several.ts#bad', '--all', '--json', ...traces], { cwd }));
    const violations = all.violations as { property: string; steps: string[] }[];
    expect(violations.map(({ property, steps }) => [property, steps.length])).toEqual([
      ['tiny', 1],
      ['small', 2],
    ]);
    expect(all.violation).toEqual(violations[0]);
    const first = await run(['explore', 'several.ts#bad', '--json', ...traces], { cwd });
    expect(jsonOf(first)).not.toHaveProperty('violations');
  });
});

it.each([
  { reference: './missing.js', says: "There is no module './missing.js'. Check the path." },
  { reference: 'missing.mjs', says: "There is no module 'missing.mjs'. Check the path." },
  {
    reference: '../modules/',
    says: "The module '../modules/' is no file. Give the path of a file, not of a directory.",
  },
  { reference: './a#b/net.js', says: "There is no module './a#b/net.js'. Check the path." },
  {
    reference: '../../../package.json',
    says: "The file '../../../package.json' is JSON, and no module that exports a network. Give the module; a trace is run by `replay`.",
  },
  {
    reference: './throws.ts',
    says: "The module './throws.ts' cannot be loaded: it rains (./throws.ts, line 1)",
  },
  {
    reference: './no-network.ts',
    says: "The module './no-network.ts' exports no network. Export one from it.",
  },
  {
    reference: './no-network.ts#nothing',
    says: "The module './no-network.ts' exports no network called 'nothing'; it exports no network.",
  },
  {
    reference: './one-network.ts#double',
    says: "The module './one-network.ts' exports no network called 'double'; it exports default, single.",
  },
  {
    reference: './several.ts',
    says:
      "The module './several.ts' exports several networks: ambiguous, bad, deceitful, family, good. Choose one, for example " +
      "'./several.ts#ambiguous'.",
  },
  {
    reference: './several.ts#ambiguous',
    says: "The network 'ambiguous' has a parameter 'json', but --json is an option of 'explore'. Rename the parameter.",
  },
])('explore $reference', async ({ reference, says }) => {
  expect(await run(['explore', reference], { cwd })).toEqual({
    code: 2,
    stdout: '',
    stderr: `error: ${says}\n`,
  });
});

it('a family that cannot be built is wrong input', async () => {
  const result = await run(['explore', 'several.ts#family', '--count-max', '4'], { cwd });
  expect(result).toEqual({
    code: 2,
    stdout: '',
    stderr: "error: The network of 'several.ts#family' cannot be built: four is too many\n",
  });
});

it('a machine alone is a network, and what that assumes is told beside the result', async () => {
  const { code, stdout, stderr } = await run(['explore', './machines.ts#door', '--json'], { cwd });
  expect([code, JSON.parse(stdout)]).toMatchObject([1, { network: 'door', states: 1 }]);
  expect(stderr).toMatch(
    /^'\.\/machines\.ts' exports a machine and no network: [^]*\n {2}export const network = defineNetwork/,
  );
});

describe('check', () => {
  it('takes equal references once', async () => {
    const args = [
      'check',
      './several.ts#good',
      './several.ts#good',
      'locks',
      'locks',
      '--runs',
      '2',
      '--json',
    ];
    const { runs } = jsonOf(await run(args, { cwd }));
    expect((runs as { network: string; mode: string }[]).map(({ network, mode }) => [network, mode])).toEqual(
      [
        ['good', 'exhaustive'],
        ['good', 'random'],
        ['locks', 'exhaustive'],
        ['locks', 'random'],
        ['locks', 'canary'],
      ],
    );
  });

  it('refuses different networks of one name', async () => {
    const args = ['check', './same-name.ts#one', './same-name.ts#other', '--strict'];
    const { code, stdout, stderr } = await run(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^error: Two different subjects \(\.\/same-name\.ts#one and \.\/same-name\.ts#other\) are both named 'same', .* Rename one of them, or check each by itself\.\n$/,
    );
  });
});
