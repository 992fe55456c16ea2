/**
 * Coverage by V8, as Vitest takes it, but that what test files leave behind is merged many at a time. One by one, each merge goes once more through
 * all that was merged before: seconds at the end of a run, in which one core works and the others wait.
 */
import type { Profiler } from 'node:inspector';
import { mergeProcessCovs } from '@bcoe/v8-coverage';
import v8 from '@vitest/coverage-v8';
import type { CoverageProvider, CoverageProviderModule } from 'vitest/node';

type Left = Parameters<CoverageProvider['onAfterSuiteRun']>[0];

/** As Vitest has it: where a module begins in what was run of it. */
interface Script extends Profiler.ScriptCoverage {
  readonly startOffset: number;
}

/** Test files whose coverage is merged at once: it waits in memory, a megabyte or two of each. */
const FILES_AT_ONCE = 32;

/** What is left by test files of one project and environment, as if one had left it. */
function merged(all: readonly Left[]): Left {
  const scripts = all.flatMap(({ coverage }) => (coverage as { readonly result: readonly Script[] }).result);
  const offsets = new Map(scripts.map(({ url, startOffset }) => [url, startOffset]));
  const { result } = mergeProcessCovs(all.map(({ coverage }) => coverage as { result: Script[] }));
  // Merging leaves out what only Vitest knows of.
  const coverage = { result: result.map((each) => ({ ...each, startOffset: offsets.get(each.url) })) };
  return { ...all[0]!, coverage, testFiles: all.flatMap(({ testFiles }) => testFiles) };
}

/** The provider, which is given what many test files left behind as if one had. */
export function mergingMany(provider: CoverageProvider): CoverageProvider {
  const waiting = new Map<string, Left[]>();
  const take = provider.onAfterSuiteRun.bind(provider);
  const generate = provider.generateCoverage.bind(provider);
  const clean = provider.clean.bind(provider);
  return Object.assign(provider, {
    async onAfterSuiteRun(left: Left) {
      if (left.coverage === undefined) return;
      const of = JSON.stringify([left.projectName, left.environment]);
      const others = waiting.get(of) ?? [];
      others.push(left);
      waiting.set(of, others);
      if (others.length < FILES_AT_ONCE) return;
      waiting.delete(of);
      await take(merged(others));
    },
    async generateCoverage(context: Parameters<typeof generate>[0]) {
      for (const others of waiting.values()) await take(merged(others));
      waiting.clear();
      return generate(context);
    },
    async clean(all?: boolean) {
      waiting.clear();
      await clean(all);
    },
  });
}

const module: CoverageProviderModule = {
  ...v8,
  getProvider: async () => mergingMany(await v8.getProvider()),
};

export default module;
