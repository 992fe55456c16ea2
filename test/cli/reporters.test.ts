// Goal: what other programs read of a check is what they expect by their own rules, and a check in shards is the check. Method: reports of the small
// catalogue, some violated; JUnit's by its schema, annotations by a reader that follows GitHub's runner, JSON by the published schema.

import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../src/check/catalogue.js';
import { type Report, reportSchema } from '../../src/report/report-schema.js';
import { counters, locks, testCatalogue } from './catalogue.js';
import { run, temporaryDirectory } from './harness.js';

/** One network that deadlocks, and one in order. */
const broken: Catalogue = {
  families: [{ ...locks, faults: {}, build: () => locks.build({}, new Set(['L1'])) }, counters],
  machines: {},
};

const CHECK = ['check', '--runs', '5'];

async function reported(args: readonly string[], catalogue = testCatalogue, env = {}) {
  const cwd = temporaryDirectory();
  const result = await run([...CHECK, ...args], { cwd, catalogue, env });
  const read = (file: string) => readFileSync(join(cwd, file), 'utf8');
  return { ...result, cwd, read };
}

/** A report of JSON, without its times. */
function untimed(text: string) {
  const { times, ...report } = JSON.parse(text) as Report;
  reportSchema().parse({ times, ...report });
  expect(Object.keys(times.items).length).toBe(report.items.length);
  return report;
}

describe('JUnit', () => {
  it('has a case for each property of each item, by its schema', async () => {
    const { code, read } = await reported(['--reporter', 'junit=report.xml'], broken);
    expect(code).toBe(1);
    const xml = read('report.xml');
    const schema = XmlDocument.fromBuffer(readFileSync(new URL('../report/junit.xsd', import.meta.url)));
    const document = XmlDocument.fromString(xml);
    XsdValidator.fromDoc(schema).validate(document);
    expect(document.find('//testsuite').length).toBe(6);
    const failed = document.find('//testcase[failure]/@name').map((each) => each.content);
    expect(failed).toEqual(['deadlock-freedom', 'deadlock-freedom']);
    expect(document.get('//failure/@message')!.content).toMatch(
      /^deadlock-freedom is violated after \d+ steps/,
    );
    expect(document.get('//failure')!.content).toContain('Look:  npx cloudmatrix-check replay');
    expect(document.find('//testcase[@name="full"]')).toHaveLength(3);
  });
});

describe('GitHub', () => {
  /** As the runner reads a line of a log. */
  function annotation(line: string) {
    const [, level, list, message] = /^::(\w+) (.*?)::(.*)$/.exec(line)!;
    const plain = (text: string) =>
      text
        .replaceAll('%0D', '\r')
        .replaceAll('%0A', '\n')
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',')
        .replaceAll('%25', '%');
    const properties = Object.fromEntries(
      list!
        .split(',')
        .map((each) => [each.slice(0, each.indexOf('=')), plain(each.slice(each.indexOf('=') + 1))]),
    );
    return { level, ...properties, message: plain(message!) };
  }

  it('has an annotation for each violation, with its trace, and a summary', async () => {
    const summary = join(temporaryDirectory(), 'step-summary');
    const { stdout, cwd } = await reported(['--reporter', 'github'], broken, {
      GITHUB_STEP_SUMMARY: summary,
    });
    const [first, ...others] = stdout.split('\n').filter((line) => line.startsWith('::'));
    expect(others).toHaveLength(1);
    const read = annotation(first!) as Readonly<Record<string, string>>;
    expect(read).toMatchObject({
      level: 'error',
      title: 'deadlock-freedom: exhaustive: locks',
      message: expect.stringMatching(/^deadlock-freedom is violated after \d+ steps \(proven shortest\): /),
    });
    expect(existsSync(join(cwd, read.file!))).toBe(true);
    expect(stdout).toContain('violated: 3 explorations');
    expect(readFileSync(summary, 'utf8')).toMatch(
      /^## cloudmatrix-check: violated\n[^]*\| exhaustive: locks \| violated \|[^]*```text\n✗ deadlock-freedom is violated/,
    );
  });
});

describe('JSON', () => {
  it('is by its published schema, and two checks differ in their times only', async () => {
    const [one, other] = [await reported(['--reporter', 'json']), await reported(['--reporter', 'json'])];
    expect(untimed(one.stdout)).toEqual(untimed(other.stdout));
    expect(JSON.stringify(untimed(one.stdout))).not.toMatch(/"seconds"/);
  });
});

describe('shards', () => {
  it('merged are the check', async () => {
    const { stdout: whole, cwd } = await reported(['--reporter', 'json']);
    writeFileSync(join(cwd, 'whole.json'), whole);
    for (const args of [[], ['--times', 'whole.json']]) {
      for (const index of [1, 2]) {
        const shard = ['--shard', `${index}/2`, ...args, '--reporter', `json=${index}.json`];
        expect((await run([...CHECK, ...shard], { cwd })).code).toBe(0);
      }
      const { code, stdout } = await run(['merge', '2.json', '1.json'], { cwd });
      expect(code).toBe(0);
      expect(JSON.stringify(untimed(stdout))).toBe(JSON.stringify(untimed(whole)));
    }
  });

  it.each([
    ['the first', (items: Report['items']) => items.slice(1)],
    // Nothing but the number of all of them tells that one is missing behind the others.
    ['the last', (items: Report['items']) => items.slice(0, -1)],
  ])(
    'of which one lacks %s of its items are not merged: what nobody looked at would hold',
    async (_, cut) => {
      const { cwd } = await reported(['--shard', '1/2', '--reporter', 'json=1.json']);
      await run([...CHECK, '--shard', '2/2', '--reporter', 'json=2.json'], { cwd });
      const read = (file: string) => JSON.parse(readFileSync(join(cwd, file), 'utf8')) as Report;
      const last = (report: Report) => Math.max(...report.items.map(({ number }) => number));
      const file = last(read('1.json')) > last(read('2.json')) ? '1.json' : '2.json';
      const report = read(file);
      const items = cut(report.items);
      const [lacking] = report.items.filter((item) => !items.includes(item));
      writeFileSync(join(cwd, file), JSON.stringify({ ...report, items }));
      const { code, stderr } = await run(['merge', '1.json', '2.json'], { cwd });
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: `error: Item ${lacking!.number} of 7 is in none of the shards: they are not of one check, or not whole.\n`,
      });
    },
  );

  it('of checks of different size are not merged', async () => {
    const { cwd } = await reported(['--shard', '1/2', '--reporter', 'json=1.json']);
    await run([...CHECK, 'counters', '--shard', '2/2', '--reporter', 'json=2.json'], { cwd });
    const { code, stderr } = await run(['merge', '1.json', '2.json'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('The shards are of checks with different numbers of items');
  });

  it('are balanced by the seconds that were recorded', async () => {
    const { stdout: whole, cwd } = await reported(['--reporter', 'json']);
    const report = JSON.parse(whole) as Report;
    for (const { name, network, mode } of report.items) {
      report.times.items[name] = network === 'locks' && mode === 'canary' ? 100 : 1;
    }
    writeFileSync(join(cwd, 'times.json'), JSON.stringify(report));
    const { stdout } = await run(
      [...CHECK, '--shard', '1/2', '--times', 'times.json', '--reporter', 'json'],
      { cwd },
    );
    expect(untimed(stdout).items.map(({ name }) => name)).toEqual(['canary: locks with fault L1']);
  });

  it.each([
    [['merge', '1.json'], 'Of shard 2 of 2 there is no report; give one of each.'],
    [['merge', '1.json', '1.json'], 'Of shard 1 of 2 there are 2 reports; give one of each.'],
    [['merge', 'gone.json'], "The report 'gone.json' cannot be read"],
    [['merge', 'other.json'], "The file 'other.json' is no report of check --reporter json, at 'format'"],
    [['merge', 'odd.json'], "The file 'odd.json' is no report of check --reporter json, at the top: "],
    [[...CHECK, '--shard', '1/9'], 'There is nothing to do for each of 9 shards'],
    [[...CHECK, '--times', '1.json'], 'The option --times balances shards, and none is asked for.'],
    [[...CHECK, '--shard', '3/2'], 'It must be a part and the number of parts'],
    [
      [...CHECK, '--reporter', 'junit=other.json'],
      "The file 'other.json' exists already, and is no report of this program",
    ],
    [[...CHECK, '--reporter', 'junit', '--json'], 'Only one report can be printed'],
    [
      [...CHECK, '--reporter', 'github=summary.text', '--json'],
      'Annotations for GitHub are printed beside the text',
    ],
    [
      [...CHECK, '--reporter', 'github=summary.text', '--reporter', 'json'],
      'Annotations for GitHub are printed beside the text',
    ],
  ])('%j is refused', async (args, says) => {
    const { cwd } = await reported(['--shard', '1/2', '--reporter', 'json=1.json']);
    writeFileSync(join(cwd, 'other.json'), '{}');
    writeFileSync(join(cwd, 'odd.json'), '[]');
    const { code, stderr } = await run(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe('compare', () => {
  async function compared(change: (report: Report) => void) {
    const { stdout, cwd } = await reported(['--reporter', 'json']);
    writeFileSync(join(cwd, 'old.json'), stdout);
    const report = JSON.parse(stdout) as Report;
    change(report);
    writeFileSync(join(cwd, 'new.json'), JSON.stringify(report));
    const { code, stdout: told } = await run(['compare', 'old.json', 'new.json', '--json'], { cwd });
    return { code, ...(JSON.parse(told) as { losses: unknown[] }) };
  }
  const item = ({ items }: Report, name: string) => items.find((each) => each.name === name)!;
  const SMALL = 'exhaustive: counters (counters 1, countMax 3, start idle)';

  it.each<[string, (report: Report) => void, string, string?]>([
    [
      'a verdict that is worse',
      (report) => (item(report, SMALL).verdict = 'inconclusive'),
      'was holds, and is inconclusive',
    ],
    [
      'an item that is missing',
      (report) => report.items.splice(report.items.indexOf(item(report, SMALL)), 1),
      'is missing',
    ],
    ['fewer states', (report) => item(report, SMALL).states!--, 'had 4 states, and has 3'],
    [
      'a claim that is vacuous now',
      ({ networks }) => {
        const { unseen } = networks.find(({ network }) => network === 'counters')!;
        unseen.vacuous.push({ property: 'full', what: 'its hard case' });
      },
      "has 'full' vacuous, and had not: its hard case",
      'counters',
    ],
    [
      'fewer random runs',
      (report) => item(report, 'random: counters').runs!--,
      'had 5 runs, and has 4',
      'random: counters',
    ],
    [
      'a property that is missing',
      (report) => item(report, SMALL).properties!.pop(),
      "has no property 'full' any more",
    ],
  ])('tells of %s, and of nothing else', async (_, change, what, of = SMALL) => {
    expect(await compared(change)).toEqual({ code: 1, losses: [{ item: of, what }] });
  });

  it('has nothing to tell of more states, other times, and a verdict that is better', async () => {
    const better = (report: Report) => {
      item(report, SMALL).states!++;
      item(report, 'random: counters').verdict = 'holds';
      report.times.seconds = 99;
    };
    expect(await compared(better)).toEqual({ code: 0, losses: [] });
  });
});

describe('--total-seconds', () => {
  it('that are over leave the rest inconclusive, and name it', async () => {
    const { code, stdout, read } = await reported([
      '--total-seconds',
      '0.000001',
      '--reporter',
      'json=r.json',
    ]);
    expect(code).toBe(3);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'The total of seconds was over, with 7 runs left: exhaustive counters; exhaustive counters (counters 1); random counters;',
    );
    expect(untimed(read('r.json')).undone).toHaveLength(7);
  });

  it('that are enough change nothing but the order', async () => {
    const { stdout } = await reported(['--reporter', 'json']);
    const limited = await reported(['--reporter', 'json', '--total-seconds', '1000']);
    expect(untimed(limited.stdout)).toEqual(untimed(stdout));
    expect(limited.stderr).toMatch(
      /^1 of 7 .*counters: [^]*2 of 7 .*locks: [^]*3 of 7 .*counters with fault C1: /,
    );
  });
});

describe('the file of a report', () => {
  const JUNIT = ['--reporter', 'junit=report'];

  it('is where a link leads: what is read there is not an older report', async () => {
    const { cwd } = await reported(['--reporter', 'json=older.json']);
    symlinkSync('older.json', join(cwd, 'report'));
    expect((await run([...CHECK, ...JUNIT], { cwd })).code).toBe(0);
    expect(lstatSync(join(cwd, 'report')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(cwd, 'older.json'), 'utf8')).toMatch(/^<\?xml/);
  });

  // The device is replaced for everybody, where whoever checks may do that; one that never ends was read for ever.
  it('is no device', async () => {
    const device = '/dev/zero';
    const { code, stdout, stderr } = await reported(['--reporter', `json=${device}`]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`The file '${device}' cannot be written: it is no file, but a device`);
    expect(statSync(device).isCharacterDevice()).toBe(true);
  });

  it('is not left for the end where nothing can be written', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'file'), '');
    symlinkSync('nowhere', join(cwd, 'dangling'));
    for (const [file, why] of [
      ['file/report.json', 'ENOTDIR'],
      ['dangling', 'ENOENT'],
      ['.', 'it is a directory'],
    ]) {
      const { code, stdout, stderr } = await run([...CHECK, '--reporter', `json=${file}`], { cwd });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(why);
    }
    expect(readdirSync(cwd).sort()).toEqual(['dangling', 'file']);
  });

  it('is a file, with its folder, to which the summary for GitHub is added; where it cannot be added is said before the work', async () => {
    const cwd = temporaryDirectory();
    const summarised = (file: string) => run([...CHECK, '--reporter', `github=${file}`], { cwd });
    expect((await summarised('a/b/summary.text')).code).toBe(0);
    expect((await summarised('a/b/summary.text')).code).toBe(0);
    expect(readFileSync(join(cwd, 'a/b/summary.text'), 'utf8').match(/^## cloudmatrix-check/gm)).toHaveLength(
      2,
    );
    execFileSync('sh', ['-c', 'mkfifo pipe'], { cwd });
    for (const [file, why] of [
      ['a', 'it is a directory'],
      ['pipe', 'it is a pipe'],
      ['a/b/summary.text/c', 'is no directory'],
    ] as const) {
      const { code, stdout, stderr } = await summarised(file);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(why);
    }
  });

  it('that is no file is not read: who does so might wait for ever', async () => {
    const { code, stderr } = await run(['merge', '/dev/null']);
    expect(code).toBe(2);
    expect(stderr).toContain("The report '/dev/null' cannot be read: it is no file.");
  });

  it('is that of one report only: a second one would replace the first', async () => {
    const { code, stdout, stderr } = await reported(['--reporter', 'json=./report', ...JUNIT]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(
      "The file 'report' is asked for twice: by --reporter json and --reporter junit.",
    );
  });

  it('that cannot be written keeps no other report from being written', async () => {
    const { code, stderr, read } = await reported(
      ['--reporter', 'github', '--reporter', 'json=report'],
      testCatalogue,
      { GITHUB_STEP_SUMMARY: '/nowhere/summary' },
    );
    expect(code).toBe(2);
    expect(stderr).toContain("The summary for GitHub cannot be written to '/nowhere/summary'");
    expect(read('report')).toContain('cloudmatrix-check report');
  });
});
