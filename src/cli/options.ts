import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import { type Budgets, CheckError, suggestion } from '../index.js';
import { positiveInteger, positiveNumber, seedNumber } from './numbers.js';

const SEED_DEFAULT = 384;
const RUNS_DEFAULT = 100;
const WALKS_DEFAULT = 100;
const STEPS_MAX_DEFAULT = 1_000;
const TRACE_DIR_DEFAULT = 'cloudmatrix-check-traces';
const BYTES_PER_MIB = 2 ** 20;

export const jsonOption = () => new Option('--json', 'print one JSON object and nothing else');

export const fullOption = () =>
  new Option('--full', 'tell counterexamples step by step, with all that each step changes');

export const strictOption = () =>
  new Option('--strict', 'what is vacuous counts as a violation: exit code 1');

export const traceDirOption = () =>
  new Option('--trace-dir <directory>', 'where counterexamples are written')
    .argParser(directoryPath)
    .default(TRACE_DIR_DEFAULT);

export const htmlDirectoryOption = () =>
  new Option(
    '--html <directory>',
    'write the report as a page to look at, index.html of this directory',
  ).argParser(directoryPath);

export const htmlFileOption = () =>
  new Option('--html <file>', 'write what was found as a page to look at').argParser(filePath);

export const seedOption = () =>
  new Option('--seed <number>', 'the same seed gives the same runs')
    .argParser(seedNumber)
    .default(SEED_DEFAULT);

export const runsOption = () =>
  new Option('--runs <number>', 'random runs, each of a configuration drawn anew')
    .argParser(positiveInteger)
    .default(RUNS_DEFAULT);

export const walksOption = () =>
  new Option('--walks <number>', 'random walks').argParser(positiveInteger).default(WALKS_DEFAULT);

export const stepsMaxOption = () =>
  new Option('--steps-max <number>', 'most steps of one walk')
    .argParser(positiveInteger)
    .default(STEPS_MAX_DEFAULT);

export const statesMaxOption = () =>
  new Option('--states-max <number>', 'most states of one exploration (default: 20 million)').argParser(
    positiveInteger,
  );

export const secondsMaxOption = (what = 'most seconds of one search') =>
  new Option('--seconds-max <number>', `${what} (default: no limit)`).argParser(positiveNumber);

export const memoryMaxOption = () =>
  new Option(
    '--memory-max <MiB>',
    'most memory of one search (default: 4096, or what the machine and the JavaScript heap allow)',
  ).argParser(positiveInteger);

/** Takes one of some words; commander's own `choices`, which shows them in the help, does not tell which may have been meant. */
export const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (text: string): Word => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`Allowed choices are ${words.join(', ')}.${suggestion(text, words)}`);
  };

/** An option whose values are collected. */
export const repeatable = (flags: string, description: string): Option =>
  new Option(flags, `${description}; may be repeated`).argParser(
    (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
  );

export const progressChecksOption = () =>
  new Option('--no-progress-checks', 'leave out what is said of runs that never end');

/** What `--no-progress-checks` asks of an exploration. */
export const progressChecksOf = ({ progressChecks }: { readonly progressChecks?: boolean }) =>
  progressChecks === false ? { progressChecks } : {};

/** Where neither is given, steps are taken alone once a search of all states has no room for more of them. */
export const reductionOptions = () => [
  new Option(
    '--reduction',
    'take steps alone where nothing is lost by it, so that fewer states are visited; what speaks of runs that never end is left open where there are any',
  ),
  new Option('--no-reduction', 'do not take steps alone even where there is no room for all states'),
];

/** What `--reduction` and `--no-reduction` ask of an exploration. */
export function reductionOf({
  reduction,
  strict,
}: {
  readonly reduction?: boolean;
  readonly strict?: boolean;
}) {
  if (reduction === true && strict === true) {
    throw new CheckError(
      'The option --reduction does not go with --strict: it asks about messages that no run sends, so that what is vacuous may look used. Leave out one of them.',
    );
  }
  if (strict === true) return { reduction: false };
  return reduction === undefined ? {} : { reduction };
}

/** @param usual how many there are where it is not said */
export const threadsOption = (usual: string) =>
  new Option(
    '--search-threads <number>',
    `threads of an exploration of more than 200,000 states, 1 to 16 (default: ${usual}); what comes out is the same`,
  ).argParser(positiveInteger);

/** One thread adds what all expand: more of them would wait for it. */
const SEARCH_THREADS_MAX = 4;

/** How many threads an exploration is to have that has the machine for itself. A reduction searches by one. */
export const threadsOfOne = ({
  searchThreads,
  reduction = false,
}: {
  readonly searchThreads?: number;
  readonly reduction?: boolean;
}) => ({
  threads: searchThreads ?? (reduction ? 1 : Math.min(SEARCH_THREADS_MAX, availableParallelism())),
});

export const showOption = () =>
  repeatable(
    '--show <witness>',
    'print the shortest way to a state in which this `reachable` property holds',
  );

export const faultOption = () => repeatable('--fault <id>', 'give the network this fault');

/** The variable of a script that is not set gives an empty path, which would be the present folder. */
function directoryPath(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError("It must name a directory; '.' is the present one.");
}

function filePath(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It must name a file.');
}

/** What the budget options give. */
export interface BudgetOptions {
  readonly statesMax?: number;
  readonly secondsMax?: number;
  readonly memoryMax?: number;
}

export function budgetsOf({ statesMax, secondsMax, memoryMax }: BudgetOptions): Budgets {
  return {
    ...(statesMax === undefined ? {} : { statesMax }),
    ...(secondsMax === undefined ? {} : { secondsMax }),
    ...(memoryMax === undefined ? {} : { bytesMax: memoryMax * BYTES_PER_MIB }),
  };
}
