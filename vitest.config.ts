import { execFileSync } from 'node:child_process';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, which a fresh clone does not know: begun last, one of them would keep one core busy and leave the other idle. */
const LONGEST = [
  'test/faults/dispatch-combine.test.ts',
  'test/networks/dispatch-combine.test.ts',
  'test/properties/int8/suite.test.ts',
  'test/properties/throughput/suite.test.ts',
  'test/networks/dispatch-combine-mutants.test.ts',
  'test/machines/coverage.test.ts',
  'test/machines/systems/virtual-time.test.ts',
  'test/ground-truth/credit-chain.test.ts',
  'test/twins/random-networks.test.ts',
  'test/networks/pipeline.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((file) => moduleId.endsWith(file));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

/** A test that hangs is to end; in the mode `whole` some take minutes, more where a machine is slow. In milliseconds. */
const TEST_MAX = 120_000;
const WHOLE_TEST_MAX = 3_600_000;

/**
 * What is new and lives for a while, as answers do that are remembered, is copied less often: a tenth of the time of campaigns.
 * What is old is looked through less often: a worker keeps the modules of all its files, and each look takes tenths of a second of that.
 * Most code runs for a short time only: compiled at once without optimising, and optimised later than usual, it takes a tenth to a fifth less.
 */
const OPTIONS_OF_V8 = [
  '--max-semi-space-size=64',
  '--initial-old-space-size=1024',
  '--always-sparkplug',
  '--interrupt-budget=300000',
];

/** Those that there are: Node.js does not start with one that it does not know, and V8 has others from version to version. */
function knownOptions(): string[] {
  const all = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  return OPTIONS_OF_V8.filter((option) => all.includes(`  ${option.split('=', 1)[0]} (`));
}

export default defineConfig(({ mode }) => ({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'bundle/assembly.mjs',
    testTimeout: mode === 'whole' ? WHOLE_TEST_MAX : TEST_MAX,
    hookTimeout: TEST_MAX,
    sequence: { sequencer: LongestFirst },
    // The default leaves one core idle: on two cores that would be half of them.
    maxWorkers: '100%',
    execArgv: knownOptions(),
    // No test changes a module: each is loaded once for all files of a worker.
    isolate: false,
    coverage: {
      provider: 'custom',
      customProviderModule: 'test/support/merged-coverage.ts',
      include: ['src/**/*.ts', 'machines/**/*.ts', 'properties/**/*.ts'],
      // AssemblyScript, of which no parser of TypeScript makes sense: it runs as WebAssembly, where no coverage is taken.
      exclude: ['src/**/assembly/**'],
      // Pages take seconds to write, which nobody reads where a gate runs.
      reporter: process.env.CI === undefined ? ['text-summary', 'html'] : ['text-summary'],
    },
  },
}));
