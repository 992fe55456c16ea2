import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import ora from 'ora';
import { catalogue } from '../properties/catalogue.js';
import { compareOnSpaces, renderSpaces } from './choices.js';
import { ITEMS, itemsOf, runBeside } from './beside/benchmark.js';
import { renderPart, renderRatios } from './beside/table.js';
import { runGemmBenchmark } from './gemm/benchmark.js';
import { renderGemmBenchmark } from './gemm/table.js';
import { reductionRows, renderReduction } from './confluence/reduction-table.js';
import { type Peer, whyMissing } from './peers/installed.js';
import { networksNamed } from './survey/named.js';
import { surveyNetwork } from './survey/networks.js';
import type { Tally } from './survey/survivors.js';
import { lineOf, renderTallies, trialLines } from './survey/told.js';
import { renderTimingBenchmark, runTimingBenchmark } from './timing/benchmark.js';

interface PeersOptions {
  readonly runs: number;
  readonly against?: string;
  readonly threads: readonly number[];
  readonly only?: readonly string[];
  readonly seed?: number;
  readonly long?: boolean;
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
  readonly ringNs: number;
  readonly json?: boolean;
}

const PEERS_RUNS_DEFAULT = 5;
/** Seeds of random networks are below it. */
const SEEDS = 2 ** 31;
const GEMM_RUNS_DEFAULT = 3;

const program = new Command('bench').description('Measures this package beside its peers.');

program
  .command('peers', { isDefault: true })
  .description('Measures searches, walks and commands of this checker beside its peers and an older commit.')
  .option(
    '--runs <number>',
    'runs of each contender, of which the median counts',
    positive,
    PEERS_RUNS_DEFAULT,
  )
  .option('--against <folder>', 'a built checkout of an older commit')
  .option('--threads <numbers...>', 'threads of this checker, 1 first', threadCounts, [1])
  .addOption(
    new Option('--only <parts...>', 'some parts of it (default: all)').choices(ITEMS.map(({ id }) => id)),
  )
  .option('--seed <number>', 'of the random networks (default: a fresh one)', positive)
  .option('--long', 'take 100,000,000 states, too')
  .option('--json', 'write one JSON object and nothing else')
  .action(peers);

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
  .command('reduction')
  .description('Searches a network of each family with steps taken alone and without.')
  .option('--json', 'write one JSON object and nothing else')
  .action(({ json }: { readonly json?: boolean }) => {
    const rows = [...reductionRows()];
    process.stdout.write(`${json === true ? JSON.stringify({ rows }) : renderReduction(rows)}\n`);
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
  .addArgument(
    new Argument('[networks...]', 'names of networks (default: all)').choices(
      catalogue.families.map(({ name }) => name),
    ),
  )
  .option('--verbose', 'tell of each edit what shows it')
  .option('--thorough', 'search also those as far as all others that are known to survive')
  .action(survey);

program
  .command('timing')
  .description('Runs systems in virtual time with this package and with programs for them alone.')
  .option('--dies <number>', 'dies', positive, 320)
  .option('--steps <number>', 'decode steps, 2 or more', positive, 10)
  .option('--ring-ns <number>', 'nanoseconds of virtual time that the ring runs', positive, 12_000_000)
  .option('--json', 'write one JSON object and nothing else')
  .action(timing);

await program.parseAsync();

async function peers({
  only = [],
  seed,
  long = false,
  json = false,
  ...options
}: PeersOptions): Promise<void> {
  const items = itemsOf(only);
  if (await isMissing(items.flatMap(({ needs = [] }) => needs))) return;
  const spinner = ora({ stream: process.stderr, isSilent: !process.stderr.isTTY });
  const parts = await runBeside(
    items,
    { ...options, seed: seed ?? Date.now() % SEEDS, isLong: long },
    (title) => spinner.start(title),
    (part) => {
      spinner.stop();
      if (!json) write(renderPart(part));
    },
  );
  write(json ? `${JSON.stringify({ parts })}\n` : renderRatios(parts));
  // A machine may be slow; a count is right or wrong.
  process.exitCode = parts.every(({ failure }) => failure === undefined) ? 0 : 1;
}

async function gemm({ tokens, length, channels, runs, json }: GemmOptions): Promise<void> {
  if (await isMissing(['onnxruntime-web'])) return;
  const benchmark = await withSpinner((report) =>
    runGemmBenchmark({ tokens, length, channels }, runs, report),
  );
  write(json ? `${JSON.stringify(benchmark)}\n` : renderGemmBenchmark(benchmark));
  process.exitCode = benchmark.rows.every((row) => row.sumsRight) ? 0 : 1;
}

/** Says what to run where a peer is not installed: what it is measured for would be no comparison. */
async function isMissing(peers: readonly Peer[]): Promise<boolean> {
  const missing = await whyMissing(peers);
  if (missing === undefined) return false;
  process.stderr.write(`${missing}\n`);
  process.exitCode = 1;
  return true;
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

async function timing({ json, ...size }: TimingOptions): Promise<void> {
  const benchmark = await withSpinner((report) => runTimingBenchmark(size, report));
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

function threadCounts(text: string, before: readonly number[] | undefined): readonly number[] {
  return [...new Set([1, ...(before ?? []), positive(text)])];
}
