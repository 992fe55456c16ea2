import { type Command, Option } from 'commander';
import {
  CheckError,
  isRefused,
  overall,
  rangeNotes,
  seedNotes,
  type ServiceLevel,
  sweepSystem,
} from '../../index.js';
import { sweepCsv, systemSweepJson, systemSweepText } from '../../report/system-sweep-text.js';
import { exitCodeOf } from '../exit-code.js';
import { positiveInteger, positiveNumber } from '../numbers.js';
import { jsonOption, seedOption } from '../options.js';
import { addParameterOptions, givenParameters } from '../parameter-options.js';
import type { Session } from '../session.js';

interface SweepOptions {
  readonly seed: number;
  readonly seeds: number;
  readonly csv?: boolean;
  readonly json?: boolean;
  readonly description?: string;
}

const limitsOf = (text: string): number[] => text.split(',').map(positiveNumber);

/** Adds `simulate sweep`: the system of a service level, with every combination of values. */
export function addSystemSweep(
  parent: Command,
  session: Session,
  level: ServiceLevel,
  descriptionOption: Option,
  read: (path: string) => unknown,
  finish: (code: number) => void,
): void {
  const { system, option, description, figure, parameter, multiple } = level;
  const step = multiple === 1 ? '' : ` A range of ${parameter} that names no step goes by ${multiple}.`;
  const command = parent
    .command('sweep')
    .description(
      `Runs ${system.name} with every combination of values: each parameter takes one, several (8,16), or a range (8..192, 8..192:8).${step}`,
    )
    .addOption(new Option(`--${option} <limits>`, `${description}; several: 15,30,50`).argParser(limitsOf))
    .addOption(seedOption())
    .addOption(
      new Option('--seeds <count>', 'seeds for each row, whose median and percentiles are told')
        .argParser(positiveInteger)
        .default(1),
    )
    .addOption(descriptionOption)
    .addOption(new Option('--csv', 'print comma-separated values and nothing else'))
    .addOption(jsonOption());
  addParameterOptions(command, system, 'sweep');
  command.action(async (options: SweepOptions & Readonly<Record<string, unknown>>) => {
    const { seed, seeds, csv = false, json = false, description: file } = options;
    if (csv && json) throw new CheckError('A sweep is printed as CSV or as JSON. Leave --csv or --json out.');
    const { given } = givenParameters(command, system);
    const limits = (options[option] ?? []) as readonly number[];
    const progress = session.progress(json || csv);
    const rows = await sweepSystem(level, given, limits, {
      seed,
      seeds,
      signal: session.signal,
      onRun: (runs, of) => progress.update(`sweep: ${runs} of ${of} configurations`),
      ...(file === undefined ? {} : { description: read(file) }),
    }).finally(() => progress.stop());
    const shape = {
      figure,
      option,
      limits,
      seeds,
      notes: [...rangeNotes(level, given), ...seedNotes(seeds)],
    };
    session.printEither(json, systemSweepJson(rows, shape), () =>
      csv ? sweepCsv(rows, shape) : systemSweepText(rows, shape, session.tableWidth),
    );
    if (session.signal.aborted) finish(exitCodeOf('inconclusive'));
    else {
      const verdicts = rows.flatMap((row) => (isRefused(row) ? [] : [row.outcome.verdict]));
      finish(exitCodeOf(overall(verdicts)));
    }
  });
}
