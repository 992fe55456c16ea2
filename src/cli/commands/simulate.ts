import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import {
  CheckError,
  chromeTrace,
  compareRows,
  type Comparison,
  configurationOf,
  findSensitivities,
  type LargestLoad,
  largestLoad,
  messageOf,
  type RunWatch,
  type ServiceLevel,
  type SimulatedSystem,
  type SimulateProgress,
  type Span,
  writeWhole,
} from '../../index.js';
import { comparisonJson, comparisonText, sensitivityText } from '../../report/comparison-text.js';
import { simulationJson, simulationText } from '../../report/simulation-text.js';
import { whole } from '../../report/numbers.js';
import type { CommandModule } from '../command-module.js';
import { exitCodeOf } from '../exit-code.js';
import { positiveNumber } from '../numbers.js';
import { repeatedKey } from '../repeated-key.js';
import { jsonOption, seedOption } from '../options.js';
import { addParameterOptions, givenParameters } from '../parameter-options.js';
import { runText } from '../progress-text.js';
import type { Session } from '../session.js';
import { problemsOf, tellUnwritten } from '../unwritten.js';
import { addSystemSweep } from './simulate-sweep.js';

/** Owners whose leases a timeline shows: more would make files that no viewer opens. */
const TIMELINE_OWNERS = 8;

interface SimulateOptions {
  readonly seed: number;
  readonly description?: string;
  readonly timeline?: string;
  readonly json?: boolean;
}

/** Adds `simulate`, with a command for each system that the catalogue has. */
export const add: CommandModule['add'] = (program, { session, finish }) => {
  const { systems = [], serviceLevel, comparison } = session.catalogue;
  const simulate = program
    .command('simulate')
    .description('Runs a system in virtual time, and tells its throughput and how near to physics it comes.');
  for (const system of systems) addSystem(simulate, session, system, finish);
  if (serviceLevel !== undefined) {
    addServiceLevel(simulate, session, serviceLevel, finish);
    const read = (path: string) => readDescription(session, path);
    addSystemSweep(simulate, session, serviceLevel, descriptionOption(), read, finish);
  }
  if (comparison !== undefined) addTable(simulate, session, comparison, finish);
};

const descriptionOption = () =>
  new Option('--description <file>', 'JSON with a model, device, network or calibration of your own');

function addSystem(
  parent: Command,
  session: Session,
  system: SimulatedSystem,
  finish: (code: number) => void,
): void {
  const command = parent
    .command(system.name)
    .description(`${system.title}.`)
    .addOption(seedOption())
    .addOption(descriptionOption())
    .addOption(
      new Option(
        '--timeline <file>',
        `write the timeline of the first ${TIMELINE_OWNERS} dies as a Chrome trace, for Perfetto`,
      ),
    )
    .addOption(jsonOption());
  addParameterOptions(command, system, system.name);
  command.action(async (options: SimulateOptions) => {
    const { given } = givenParameters(command, system);
    finish(await runSystem(session, system, given, options));
  });
}

async function runSystem(
  session: Session,
  system: SimulatedSystem,
  given: Readonly<Record<string, string>>,
  { seed, description, timeline, json = false }: SimulateOptions,
): Promise<number> {
  const configuration = configurationOf(system, given);
  const spans: Span[] = [];
  const progress = session.progress(json);
  const outcome = await system
    .simulate(configuration, {
      seed,
      signal: session.signal,
      onProgress: (done) => progress.update(progressText(system.name, done)),
      ...(description === undefined ? {} : { description: readDescription(session, description) }),
      ...(timeline === undefined
        ? {}
        : { onSpan: (span: Span) => spans.push(span), timelineOwners: TIMELINE_OWNERS }),
    })
    .finally(() => progress.stop());
  const subject = { system: system.name, parameters: configuration, seed };
  const unwritten = await problemsOf(() => {
    if (timeline !== undefined) writeWhole(session.path(timeline), `${JSON.stringify(chromeTrace(spans))}\n`);
  });
  const isWritten = timeline !== undefined && unwritten.length === 0;
  session.printEither(json, simulationJson(subject, outcome), () =>
    [
      simulationText(subject, outcome, session.colours, session.tableWidth),
      ...(isWritten ? [`The timeline is in ${timeline}.`] : []),
    ].join('\n'),
  );
  if (unwritten.length > 0) return tellUnwritten(session, unwritten);
  return exitCodeOf(outcome.verdict);
}

function progressText(system: string, { nowNs, steps }: SimulateProgress): string {
  return `${system}: ${whole(nowNs / 1_000)} us of virtual time, ${whole(steps)} steps`;
}

function readDescription(session: Session, path: string): unknown {
  let text: string;
  try {
    text = readFileSync(session.path(path), 'utf8');
  } catch (thrown) {
    throw new CheckError(`The description '${path}' cannot be read: ${messageOf(thrown)}.`);
  }
  let description: unknown;
  try {
    description = JSON.parse(text);
  } catch (thrown) {
    throw new CheckError(`The description '${path}' is not JSON: ${messageOf(thrown)}.`);
  }
  const twice = repeatedKey(text);
  if (twice === undefined) return description;
  throw new CheckError(
    `The description '${path}' has the key '${twice.key}' twice in one object, in line ${twice.line} again. Leave one of them out.`,
  );
}

function addServiceLevel(
  parent: Command,
  session: Session,
  level: ServiceLevel,
  finish: (code: number) => void,
): void {
  const { system, parameter, option, description } = level;
  const sought = soughtLoad(level);
  const { [parameter]: _sought, ...parameters } = system.parameters;
  const shown = { ...system, parameters };
  const command = parent
    .command('slo')
    .description(`The largest ${sought} of ${system.name} that keeps within a limit, and its throughput.`)
    .addOption(new Option(`--${option} <limit>`, description).argParser(positiveNumber).makeOptionMandatory())
    .addOption(seedOption())
    .addOption(descriptionOption())
    .addOption(jsonOption());
  addParameterOptions(command, shown, 'slo');
  command.action(async (options: SimulateOptions & Readonly<Record<string, unknown>>) => {
    const { given } = givenParameters(command, shown);
    const { seed, description: file, json = false } = options;
    const progress = session.progress(json);
    const found = await largestLoad(level, given, Number(options[option]), {
      seed,
      signal: session.signal,
      onTry: (load) => progress.update(`slo: ${parameter} ${load}`),
      ...(file === undefined ? {} : { description: readDescription(session, file) }),
    }).finally(() => progress.stop());
    const subject = { system: system.name, parameters: found.configuration, seed };
    const limit = { [option]: Number(options[option]) };
    const outcome = { ...found.outcome, notes: [...found.outcome.notes, ...notesOfDraws(level, found)] };
    const isFound = outcome.verdict !== 'violated' && outcome.verdict !== 'inconclusive';
    session.printEither(
      json,
      { limit, [parameter]: isFound ? found.load : null, ...simulationJson(subject, outcome) },
      () =>
        [
          largestLoadText(level, Number(options[option]), found, session.signal.aborted),
          simulationText(subject, outcome, session.colours, session.tableWidth),
        ].join('\n'),
    );
    finish(exitCodeOf(found.outcome.verdict));
  });
}

const soughtLoad = ({ parameter, multiple }: ServiceLevel): string =>
  multiple === 1 ? parameter : `${parameter} (a multiple of ${multiple})`;

/** What a search for the largest load found, in a sentence. */
function largestLoadText(
  level: ServiceLevel,
  limit: number,
  { load, outcome, above }: LargestLoad,
  isInterrupted: boolean,
): string {
  const { parameter, figure } = level;
  if (outcome.verdict === 'violated') {
    return `No largest ${parameter} is told, as the run with ${parameter} ${load} is violated.`;
  }
  if (outcome.verdict === 'inconclusive') {
    const why = isInterrupted
      ? 'the search was interrupted'
      : `the run with ${parameter} ${load} did not come to its end`;
    return `No largest ${parameter} is told, as ${why}.`;
  }
  const tried = above.length === 0 ? '' : ', of those that were tried,';
  return `The largest ${soughtLoad(level)} with ${figure} up to ${limit}${tried} is ${load}.`;
}

/** What a reader should know of a largest load, where a larger one that was not tried may be within the limit, too. */
function notesOfDraws({ parameter, figure }: ServiceLevel, { outcome, above }: LargestLoad): string[] {
  if (above.length === 0 || outcome.verdict === 'inconclusive') return [];
  return [
    `As something is drawn, ${figure} grows with ${parameter} on average only. Larger values that were tried, all above the limit: ${above.join(', ')}. Others may be within it.`,
  ];
}

function addTable(
  parent: Command,
  session: Session,
  comparison: Comparison,
  finish: (code: number) => void,
): void {
  parent
    .command('table')
    .description('Every published figure of the system beside the simulated one, with its error.')
    .addOption(new Option('--sensitivity', 'also what a tenth more or less of each input does to each row'))
    .addOption(jsonOption())
    .action(async ({ json = false, sensitivity = false }: { json?: boolean; sensitivity?: boolean }) => {
      const progress = session.progress(json);
      const watch: RunWatch = {
        signal: session.signal,
        onProgress: (done) => progress.update(`table: ${runText(done)}`),
      };
      const run = async () => {
        const compared = await compareRows(comparison, watch);
        return { ...compared, found: sensitivity ? await findSensitivities(comparison, watch) : undefined };
      };
      const { verdict, values, found } = await run().finally(() => progress.stop());
      session.printEither(
        json,
        {
          ...comparisonJson(comparison, values),
          ...(found === undefined ? {} : { sensitivities: found }),
        },
        () =>
          [
            comparisonText(comparison, values, session.colours, session.tableWidth),
            ...(found === undefined ? [] : [sensitivityText(found, session.tableWidth)]),
          ].join('\n'),
      );
      finish(exitCodeOf(verdict));
    });
}
