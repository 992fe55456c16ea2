import { type Command, Option } from 'commander';
import { type BoundSuite, checkBoundsAsync, type Subject } from '../../index.js';
import { boundsJson } from '../../report/bounds-json.js';
import { boundLine, boundsText } from '../../report/bounds-text.js';
import type { CommandModule, Invocation } from '../command-module.js';
import { exitCodeOf } from '../exit-code.js';
import { positiveInteger } from '../numbers.js';
import { jsonOption, repeatable, secondsMaxOption, seedOption } from '../options.js';
import { addParameterOptions, givenParameters } from '../parameter-options.js';
import { runText } from '../progress-text.js';
import type { Session } from '../session.js';

interface SuiteCommandOptions {
  readonly seed: number;
  readonly runs: number;
  readonly secondsMax?: number;
  readonly bound?: readonly string[];
  readonly json?: boolean;
}

/** Adds a command for each suite of bounds that the catalogue has. */
export const add: CommandModule['add'] = (program, invocation) => {
  for (const suite of invocation.session.catalogue.suites ?? []) addSuite(program, invocation, suite);
};

/** Adds the command that checks a suite of bounds: it has the suite's own name. */
function addSuite(program: Command, { session, finish }: Invocation, suite: BoundSuite): void {
  const command = program
    .command(suite.name)
    .description(`Tries to break claims about numbers. ${suite.title}.`)
    .addOption(repeatable('--bound <name>', 'only this claim'))
    .addOption(
      new Option('--runs <number>', 'random inputs of each claim')
        .argParser(positiveInteger)
        .default(suite.runs.check),
    )
    .addOption(seedOption())
    .addOption(secondsMaxOption('most seconds of all claims together'))
    .addOption(repeatable('--fault <id>', 'give the arithmetic this fault'))
    .addOption(jsonOption());
  addParameterOptions(command, suite, suite.name);
  command.action(async (options: SuiteCommandOptions) => {
    const { given, faults } = givenParameters(command, suite);
    finish(await runSuite(session, suite, given, faults, options));
  });
}

async function runSuite(
  session: Session,
  suite: BoundSuite,
  given: Readonly<Record<string, string>>,
  faults: readonly string[],
  { seed, runs, bound = [], json = false, secondsMax }: SuiteCommandOptions,
): Promise<number> {
  const progress = session.progress(json);
  const result = await checkBoundsAsync(suite, {
    seed,
    runs,
    faults,
    given,
    only: bound,
    ...(secondsMax === undefined ? {} : { secondsMax }),
    signal: session.signal,
    onBound: (result, position) => progress.item(boundLine(result, position), true),
    onProgress: (done) => progress.update(`${suite.name}: ${runText({ kind: 'bounds', ...done })}`),
  }).finally(() => progress.stop());
  const subject: Subject = { network: suite.name, parameters: result.configuration, faults };
  session.printEither(json, boundsJson(subject, result), () =>
    boundsText(subject, result, session.colours, session.tableWidth),
  );
  return exitCodeOf(result.verdict);
}
