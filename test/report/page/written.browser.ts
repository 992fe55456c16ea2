// Goal: whichever option asks for the page of a check gets the same page, and a sweep has one with its designs.
// Method: pages of small networks are written by the command line; their data are read out of the files.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { always } from '../../../src/index.js';
import type { NetworkFamily } from '../../../src/network/family.js';
import type { Report } from '../../../src/report/page/report-data.js';
import { counters, testCatalogue } from '../../cli/catalogue.js';
import { run, temporaryDirectory } from '../../cli/harness.js';

/** The data of a page, without its times and the command that made it. */
function dataOf(page: string): Partial<Report> {
  const {
    times: _times,
    command: _command,
    ...data
  } = JSON.parse(/<script type="application\/json" id="report">(.*?)<\/script>/.exec(page)![1]!) as Report;
  return data;
}

const CHECK = ['check', 'locks', '--runs', '5'];

it('a reporter and --html write the same page, and say where it is', async () => {
  const cwd = temporaryDirectory();
  const { code, stdout } = await run([...CHECK, '--html', 'report', '--reporter', 'html=page.html'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /\nThe page is in report\/index.html; open it in a browser\.\nThe page is in page.html; open it in a browser\.\n$/,
  );
  const [one, other] = ['report/index.html', 'page.html'].map((file) =>
    readFileSync(join(cwd, file), 'utf8'),
  );
  expect(one).toBe(other);
  const printed = await run([...CHECK, '--reporter', 'html']);
  expect(printed.stdout).toMatch(/^<!doctype html>/);
  expect(dataOf(printed.stdout)).toEqual(dataOf(one!));
});

it('of which nothing is said where another program reads what is printed', async () => {
  const { stdout } = await run([...CHECK, '--html', 'report', '--reporter', 'json']);
  expect(JSON.parse(stdout)).toMatchObject({ format: 'cloudmatrix-check report' });
});

it('a sweep has a page with each design and how each of those that are violated goes wrong', async () => {
  const sizes = {
    title: 'how far counters count',
    base: {},
    rows: {
      title: 'counters',
      values: [
        { label: 'one', configuration: { counters: 1 } },
        { label: 'two', configuration: { counters: 2 } },
        { label: 'three', configuration: { counters: 3 } },
      ],
    },
    columns: [],
  };
  const build: typeof counters.build = (configuration, faults) =>
    counters.build(configuration, Number(configuration.counters) > 1 ? new Set(['C1']) : faults);
  const catalogue = { ...testCatalogue, families: [{ ...counters, build, sweeps: { sizes } }] };
  const cwd = temporaryDirectory();
  const args = ['check', 'counters', '--sweep', 'sizes', '--html', 'report'];
  const { code, stdout } = await run(args, { cwd, catalogue });
  expect(code).toBe(0);
  expect(stdout).toContain('The page is in report/index.html; open it in a browser.');
  const { headline, plots, items, counterexamples } = dataOf(
    readFileSync(join(cwd, 'report', 'index.html'), 'utf8'),
  );
  expect(headline).toBe('1 of 3 designs of counters is safe, 2 violated');
  expect(counterexamples!.map(({ id, design }) => [id, design])).toEqual([
    ['two', ['two']],
    ['three', ['three']],
  ]);
  const violated = (label: string, at: number) => ({
    labels: [label],
    verdict: 'violated',
    property: counterexamples![at]!.explanation.property,
    counterexample: label,
  });
  expect(plots!.designs).toMatchObject([
    {
      network: 'counters',
      title: sizes.title,
      rows: 'counters',
      columns: [],
      cells: [{ labels: ['one'], verdict: 'holds', states: 4 }, violated('two', 0), violated('three', 1)],
    },
  ]);
  expect(items!.map(({ verdict, counterexamples: found }) => [verdict, found.length])).toEqual([
    ['holds', 0],
    ['violated', 1],
    ['violated', 1],
  ]);
});

it('that cannot be written in the end takes nothing along that was found', async () => {
  const cwd = temporaryDirectory();
  const pages = ['explored.html', 'checked/index.html'].map((file) => join(cwd, file));
  // Whoever else writes there does so meanwhile.
  const meddling = always('meddles', () => {
    for (const page of pages) {
      mkdirSync(dirname(page), { recursive: true });
      writeFileSync(page, 'mine');
    }
    return true;
  });
  const family: NetworkFamily = {
    ...counters,
    build: (...given) => {
      const network = counters.build(...given);
      return { ...network, properties: [...network.properties, meddling] };
    },
  };
  const catalogue = { families: [family], machines: {} };
  const name = family.name;
  const check = [
    'check',
    name,
    '--runs',
    '5',
    '--json',
    '--html',
    'checked',
    '--reporter',
    'junit=junit.xml',
  ];
  for (const args of [check, ['explore', name, '--json', '--html', 'explored.html']]) {
    const { code, stdout, stderr } = await run(args, { cwd, catalogue });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: The page cannot be written (?:in)?to '/m);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: expect.stringMatching(/^holds/) as string });
    for (const page of pages) rmSync(page);
  }
  expect(readFileSync(join(cwd, 'junit.xml'), 'utf8')).toContain('<testsuites');
});
