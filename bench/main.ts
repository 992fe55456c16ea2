import { Command, InvalidArgumentError } from 'commander';
import ora from 'ora';
import { rowsOf, runBenchmark } from './benchmark.js';
import { renderBenchmark } from './table.js';
import { targetsOf } from './targets.js';

interface Options {
  readonly links: number;
  readonly credits: number;
  readonly values: number;
  readonly runs?: number;
  readonly json?: boolean;
}

const SMALL_RUNS_DEFAULT = 3;
const LARGE_RUNS_DEFAULT = 1;

const { links, credits, values, runs, json } = new Command('bench')
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
  .parse()
  .opts<Options>();

const spinner = ora({ stream: process.stderr, isSilent: !process.stderr.isTTY }).start();
const benchmark = await runBenchmark(
  { links, credits, values },
  { small: runs ?? SMALL_RUNS_DEFAULT, large: runs ?? LARGE_RUNS_DEFAULT },
  (running) => {
    spinner.text = running;
  },
);
spinner.stop();

process.stdout.write(
  json ? `${JSON.stringify({ ...benchmark, targets: targetsOf(benchmark) })}\n` : renderBenchmark(benchmark),
);
// A machine may be slow; a count is right or wrong.
process.exitCode = rowsOf(benchmark).every((row) => row.countsRight) ? 0 : 1;

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('It is a whole number of at least 1.');
  return value;
}
