// Goal: the coverage of many test files, merged many at a time, is what it is merged one by one: no run is lost or counted twice. Method: a
// provider that writes down what it is given, as if by test files that ran a function of a module so many times.

import { describe, expect, it } from 'vitest';
import type { CoverageProvider } from 'vitest/node';
import { mergingMany } from './merged-coverage.js';

type Left = Parameters<CoverageProvider['onAfterSuiteRun']>[0];

/** Where a module begins in what was run of it. */
const START = 209;

/** What a test file leaves behind: a function was run so many times, and never beyond its tenth character. */
const leftBy = (file: string, count: number, environment = 'ssr', url = 'file:///module.ts'): Left => {
  const ranges = [
    { startOffset: 0, endOffset: 50, count },
    { startOffset: 10, endOffset: 50, count: 0 },
  ];
  const functions = [{ functionName: 'run', isBlockCoverage: true, ranges }];
  const coverage = { result: [{ scriptId: '1', url, functions, startOffset: START }] };
  return { coverage, testFiles: [file], environment, projectName: '' } as Left;
};

interface Script {
  readonly url: string;
  readonly startOffset: number;
  readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
}

function recording() {
  const given: Left[] = [];
  const events: string[] = [];
  const provider = mergingMany({
    onAfterSuiteRun: (left: Left) => void given.push(left),
    generateCoverage: () => events.push(`generated of ${given.length}`),
    clean: (all: boolean) => void events.push(`cleaned ${String(all)}`),
  } as unknown as CoverageProvider);
  const scripts = () => given.flatMap(({ coverage }) => (coverage as { readonly result: Script[] }).result);
  const countsOf = (name: string) =>
    scripts()
      .filter(({ url }) => url === name)
      .map(({ functions }) => functions.map(({ ranges }) => ranges.map(({ count }) => count)));
  return { provider, given, events, scripts, countsOf };
}

describe('what test files leave behind', () => {
  it('is given to the provider many at a time, and the rest before the end', async () => {
    const { provider, given, events, scripts, countsOf } = recording();
    const files = Array.from({ length: 70 }, (_, at) => `${at}.test.ts`);
    for (const [at, file] of files.entries()) await provider.onAfterSuiteRun(leftBy(file, at));
    expect(given).toHaveLength(2);
    await provider.generateCoverage({ allTestsRun: true });
    expect(events).toEqual(['generated of 3']);
    expect(given.flatMap(({ testFiles }) => testFiles)).toEqual(files);
    expect(scripts().map(({ startOffset }) => startOffset)).toEqual([START, START, START]);
    // 0 + 1 + … + 31, and so on.
    expect(countsOf('file:///module.ts')).toEqual([[[496, 0]], [[1520, 0]], [[399, 0]]]);
  });

  it('has each module, whichever file loaded it', async () => {
    const { provider, countsOf, scripts } = recording();
    await provider.onAfterSuiteRun(leftBy('one.test.ts', 1, 'ssr', 'file:///one.ts'));
    await provider.onAfterSuiteRun(leftBy('two.test.ts', 2, 'ssr', 'file:///two.ts'));
    await provider.generateCoverage({ allTestsRun: true });
    expect([countsOf('file:///one.ts'), countsOf('file:///two.ts')]).toEqual([[[[1, 0]]], [[[2, 0]]]]);
    expect(scripts().map(({ startOffset }) => startOffset)).toEqual([START, START]);
  });

  it('is merged with that of its own environment only', async () => {
    const { provider, given } = recording();
    await provider.onAfterSuiteRun(leftBy('one.test.ts', 1));
    await provider.onAfterSuiteRun(leftBy('two.test.ts', 2, 'client'));
    await provider.generateCoverage({ allTestsRun: true });
    expect(given.map(({ environment, testFiles }) => [environment, testFiles])).toEqual([
      ['ssr', ['one.test.ts']],
      ['client', ['two.test.ts']],
    ]);
  });

  it('is nothing where none was taken', async () => {
    const { provider, given } = recording();
    await provider.onAfterSuiteRun({ ...leftBy('one.test.ts', 1), coverage: undefined });
    await provider.generateCoverage({ allTestsRun: true });
    expect(given).toEqual([]);
  });

  it('is forgotten with the results of an earlier run', async () => {
    const { provider, given, events } = recording();
    await provider.onAfterSuiteRun(leftBy('one.test.ts', 1));
    await provider.clean(true);
    await provider.generateCoverage({ allTestsRun: true });
    expect([given, events]).toEqual([[], ['cleaned true', 'generated of 0']]);
  });
});
