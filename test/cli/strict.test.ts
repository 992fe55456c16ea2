// Goal: what is vacuous is told in text and JSON, and with --strict it is exit code 1; wrong names in a module are exit code 2.
// Method: modules of networks, and families, that are vacuous in some way.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { always, defineNetwork } from '../../src/index.js';
import type { NetworkFamily } from '../../src/network/family.js';
import { jsonOf, run, temporaryDirectory } from './harness.js';

const cwd = new URL('./modules', import.meta.url).pathname;
const explored = (name: string, ...options: readonly string[]) =>
  run(['explore', `./names.ts#${name}`, ...options], { cwd });

describe('explore', () => {
  it('tells what is vacuous, exit code 0', async () => {
    const { code, stdout } = await explored('vacuous');
    expect(code).toBe(0);
    expect(stdout).toContain(`
  vacuous (--strict refuses it):
    claim: its \`when\`: it was true in no state, so that nothing was claimed
  never seen:
    claim: state 'failed' of component 'c'
`);
  });

  it('answers it with exit code 1 if it is to be strict', async () => {
    const result = await explored('vacuous', '--strict', '--json');
    expect(result.code).toBe(1);
    expect(jsonOf(result)).toMatchObject({
      verdict: 'holds',
      vacuous: [{ property: 'claim', what: 'its `when`' }],
      neverSeen: [{ property: 'claim', what: "state 'failed' of component 'c'" }],
    });
  });

  it('has nothing against what is only never seen', async () => {
    expect((await explored('healthy', '--strict')).code).toBe(0);
  });

  it('stays inconclusive where not every state was visited', async () => {
    const { code, stdout } = await explored('vacuous', '--strict', '--states-max', '1');
    expect(code).toBe(3);
    expect(stdout).toContain('  never seen so far:\n    claim: its `when`\n');
  });
});

it('walk tells what its sample has not seen', async () => {
  const { code, stdout } = await run(['walk', './names.ts#vacuous', '--walks', '2'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('  never seen in this sample:\n    claim: its `when`\n');
});

describe('check', () => {
  const machine = createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { tags: 'rest', on: { GO: 'b' } }, b: { tags: 'rest' } },
  });
  const family = (exhaustive: NetworkFamily['exhaustive']): NetworkFamily => ({
    name: 'switch',
    title: 'a switch',
    parameters: { moves: { kind: 'integer', min: 0, max: 1, default: 0, description: 'whether it moves' } },
    faults: {},
    build: ({ moves }) =>
      defineNetwork({
        name: 'switch',
        components: { m: { machine, stimuli: moves === 1 ? [{ type: 'GO' }] : [] } },
        properties: [always('claim', { when: (view) => view.matches('m', 'b'), then: () => true })],
      }),
    exhaustive,
    campaign: { ranges: {}, stepsMax: 5 },
  });
  const checked = (exhaustive: NetworkFamily['exhaustive']) =>
    run(['check', 'switch', '--strict', '--runs', '2', '--json'], {
      catalogue: { families: [family(exhaustive)], machines: {} },
    });

  it('is strict about what no exploration of a network has seen', async () => {
    const result = await checked([{ moves: 0 }]);
    expect(result.code).toBe(1);
    expect(jsonOf(result)).toMatchObject({
      verdict: 'holds-in-sample',
      unseen: [{ network: 'switch', vacuous: [{ property: 'claim' }] }],
    });
  });

  it('not about what one of them has', async () => {
    const result = await checked([{ moves: 0 }, { moves: 1 }]);
    expect(result.code).toBe(0);
    expect(jsonOf(result)).toMatchObject({
      unseen: [{ network: 'switch', vacuous: [], neverSeen: [] }],
      runs: [{ vacuous: [{ property: 'claim' }] }, { vacuous: [] }, { mode: 'random' }],
    });
  });
});

describe('reports of check', () => {
  it('say with --strict what is vacuous, as it is that which ends the check with exit code 1, and not without', async () => {
    const folder = temporaryDirectory();
    const reports = (name: string) => [
      ...['--reporter', `junit=${join(folder, name)}.xml`],
      ...['--reporter', `github=${join(folder, name)}.text`],
    ];
    const check = ['check', './names.ts#vacuous', '--runs', '1'];
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    const strict = await run([...check, '--strict', ...reports('strict')], { cwd });
    expect(strict.code).toBe(1);
    expect(strict.stdout).toMatch(
      /^::error title=claim%3A its `when`%3A vacuous%3A .*::It is vacuous, which --strict/m,
    );
    expect(read('strict.xml')).toMatch(/<testsuites .* failures="1"/);
    expect(read('strict.xml')).toContain(
      '<failure type="violated" message="It is vacuous, which --strict refuses',
    );
    expect(read('strict.text')).toMatch(/^\| vacuous: .* \| refused by --strict \|$/m);
    const lenient = await run([...check, ...reports('lenient')], { cwd });
    expect(lenient.code).toBe(0);
    expect(lenient.stdout).not.toMatch(/^::/m);
    expect(read('lenient.xml')).not.toContain('vacuous, which');
    expect(read('lenient.text')).not.toContain('--strict');
  });
});

describe('a wrong name is exit code 2', () => {
  it('of a state', async () => {
    const { code, stderr } = await explored('misspelt');
    expect(code).toBe(2);
    expect(stderr).toContain("has no state 'faild'; it has idle, failed. Did you mean 'failed'?");
  });

  it('of an option of a channel, as the module is loaded', async () => {
    const { code, stderr } = await run(['explore', './misspelt-option.ts'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("The channel default has no 'lossyy'; it has kind, capacity,");
  });
});

describe('merge', () => {
  it('of shards in which something is vacuous ends as the check does: with --strict by exit code 1', async () => {
    const names = ['./names.ts#vacuous', './names.ts#healthy', '--runs', '1'];
    const reports = [1, 2].map((index) => join(temporaryDirectory(), `${index}.json`));
    for (const [at, report] of reports.entries()) {
      const shard = ['--shard', `${at + 1}/2`, '--reporter', `json=${report}`];
      expect((await run(['check', ...names, ...shard], { cwd })).code).toBe(0);
    }
    expect((await run(['check', ...names, '--strict'], { cwd })).code).toBe(1);
    expect((await run(['merge', ...reports], { cwd })).code).toBe(0);
    const out = join(temporaryDirectory(), 'report.json');
    const merged = await run(['merge', ...reports, '--strict', '--out', out], { cwd });
    expect(merged.code).toBe(1);
    expect(merged.stdout).toMatch(/: vacuous, which --strict refuses: claim: its `when`\.$/m);
  });
});
