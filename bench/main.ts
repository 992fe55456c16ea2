import { Command, InvalidArgumentError } from 'commander';
import ora from 'ora';
import { catalogue } from '../properties/catalogue.js';
import { compareOnSpaces, renderSpaces } from './choices.js';
import { rowsOf, runBenchmark } from './benchmark.js';
import { runGemmBenchmark } from './gemm/benchmark.js';
import { renderGemmBenchmark } from './gemm/table.js';
import { networksNamed } from './survey/named.js';
import { surveyNetwork } from './survey/networks.js';
import type { Tally } from './survey/survivors.js';
import { lineOf, renderTallies, trialLines } from './survey/told.js';
import { renderBenchmark } from './table.js';
import { targetsOf } from './targets.js';
import { renderTimingBenchmark, runTimingBenchmark } from './timing/benchmark.js';

interface ChainOptions {
  readonly links: number;
  readonly credits: number;
  readonly values: number;
  readonly runs?: number;
  readonly json?: boolean;
}

interface GemmOptions {
  readonly tokens: number;
  readonly length: number;
  readonly channels: number;
  readonly runs: number;
  readonly json?: boolean;
}

interface TimingOptions {
  readonly dies: number;
  readonly steps: number;
  readonly json?: boolean;
}

const SMALL_RUNS_DEFAULT = 3;
const LARGE_RUNS_DEFAULT = 1;
const GEMM_RUNS_DEFAULT = 3;

const program = new Command('bench').description('Measures this package beside its peers.');

program
  .command('chain', { isDefault: true })
  .description('Explores the credit link chain with this checker and with its peers, side by side.')
  .option('--links <number>', 'links of the large chain', positive, 5)
  .option('--credits <number>', 'credits a link of the large chain', positive, 2)
  .option('--values <number>', 'data values of the large chain', positive, 2)
  .option(
    '--runs <number>',
    `runs of each size, of which the median counts (default: ${SMALL_RUNS_DEFAULT}; large chain: ${LARGE_RUNS_DEFAULT})`,
    positive,
  )
  .option('--json', 'write one JSON object and nothing else')
  .action(chain);

program
  .command('choices')
  .description(
    'Compares what steps see that are chosen evenly, by swarm and by novelty, on enumerated state spaces.',
  )
  .option('--json', 'write one JSON object and nothing else')
  .action(({ json }: { readonly json?: boolean }) => {
    const rows = [...compareOnSpaces()];
    process.stdout.write(`${json === true ? JSON.stringify({ rows }) : renderSpaces(rows)}\n`);
  });

program
  .command('gemm')
  .description('Multiplies INT8 matrices with this package and with its peers, side by side.')
  .option('--tokens <number>', 'rows of the activations', positive, 128)
  .option('--length <number>', 'numbers a dot product has', positive, 7_168)
  .option('--channels <number>', 'output channels', positive, 4_096)
  .option('--runs <number>', 'runs, of which the median counts', positive, GEMM_RUNS_DEFAULT)
  .option('--json', 'write one JSON object and nothing else')
  .action(gemm);

program
  .command('survey')
  .description('Edits the charts of networks, each edit a mistake, and tells which ones no claim sees.')
  .argument('[networks...]', 'names of networks (default: all)')
  .option('--verbose', 'tell of each edit what shows it')
  .option('--thorough', 'search also those as far as all others that are known to survive')
  .action(survey);

program
  .command('timing')
  .description('Runs the decode instance in virtual time with this package and with a program for it alone.')
  .option('--dies <number>', 'dies', positive, 320)
  .option('--steps <number>', 'decode steps, 2 or more', positive, 10)
  .option('--json', 'write one JSON object and nothing else')
  .action(timing);

await program.parseAsync();

async function chain({ links, credits, values, runs, json }: ChainOptions): Promise<void> {
  const benchmark = await withSpinner((report) =>
    runBenchmark(
      { links, credits, values },
      { small: runs ?? SMALL_RUNS_DEFAULT, large: runs ?? LARGE_RUNS_DEFAULT },
      report,
    ),
  );
  write(
    json
      ? `${JSON.stringify({ ...benchmark, targets: targetsOf(benchmark) })}\n`
      : renderBenchmark(benchmark),
  );
  // A machine may be slow; a count is right or wrong.
  process.exitCode = rowsOf(benchmark).every((row) => row.countsRight) ? 0 : 1;
}

async function gemm({ tokens, length, channels, runs, json }: GemmOptions): Promise<void> {
  const benchmark = await withSpinner((report) =>
    runGemmBenchmark({ tokens, length, channels }, runs, report),
  );
  write(json ? `${JSON.stringify(benchmark)}\n` : renderGemmBenchmark(benchmark));
  process.exitCode = benchmark.rows.every((row) => row.sumsRight) ? 0 : 1;
}

interface SurveyOptions {
  readonly verbose?: boolean;
  readonly thorough?: boolean;
}

async function survey(
  names: readonly string[],
  { verbose = false, thorough = false }: SurveyOptions,
): Promise<void> {
  const tallies: Tally[] = [];
  for (const family of networksNamed(names, catalogue.families)) {
    const tally = await surveyNetwork(family, thorough, (part) =>
      write([lineOf(part), ...(verbose ? trialLines(part) : []), ''].join('\n')),
    );
    tallies.push(tally);
  }
  write(`${renderTallies(tallies)}\n`);
  process.exitCode = tallies.every(({ faults }) => faults.length === 0) ? 0 : 1;
}

async function timing({ dies, steps, json }: TimingOptions): Promise<void> {
  const benchmark = await withSpinner((report) => runTimingBenchmark({ dies, steps }, report));
  write(json ? `${JSON.stringify(benchmark)}\n` : renderTimingBenchmark(benchmark));
  process.exitCode = benchmark.rows.every((row) => row.agrees) ? 0 : 1;
}

async function withSpinner<T>(measure: (report: (running: string) => void) => Promise<T>): Promise<T> {
  const spinner = ora({ stream: process.stderr, isSilent: !process.stderr.isTTY }).start();
  const result = await measure((running) => {
    spinner.text = running;
  });
  spinner.stop();
  return result;
}

function write(text: string): void {
  process.stdout.write(text);
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('It is a whole number of at least 1.');
  return value;
}
