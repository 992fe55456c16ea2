import { Argument, Command, Option } from 'commander';
import { campaignCommand } from './commands/campaign.js';
import { type CheckCommandOptions, check } from './commands/check.js';
import { exploreCommand } from './commands/explore.js';
import { exportMachine, FORMATS } from './commands/export.js';
import { LISTS, list } from './commands/list.js';
import { type ReplayCommandOptions, replayFile } from './commands/replay.js';
import { type SweepCommandOptions, sweep } from './commands/sweep.js';
import { walkCommand } from './commands/walk.js';
import { addNetworkCommand } from './network-command.js';
import { checkOptions } from './check-options.js';
import { jsonOption, oneOf, secondsMaxOption } from './options.js';
import { paragraph, WIDTH_DEFAULT } from '../report/wrap.js';
import type { Session } from './session.js';
import { addSimulateCommand } from './commands/simulate.js';
import { addSuiteCommand } from './commands/suite.js';
import { packageVersion } from './version.js';

const NO_ARGUMENTS =
  'Without names, check is about the networks of the present folder: all that the modules export whose names end in .network.js or .network.mjs ' +
  '(.network.ts and .network.mts too, where they are not compiled and Node.js loads TypeScript). ' +
  'Where there is none, it is about everything that list names; but without any arguments this help is shown.';

/** All commands. `finish` is called with the exit code of the one that was run. */
export function buildProgram(
  session: Session,
  args: readonly string[],
  finish: (code: number) => void,
): Command {
  const { stdout, stderr } = session.io;
  const program = new Command('cloudmatrix-check')
    .description(
      'Checks networks of XState statecharts: all of their states, or a random sample of their runs.',
    )
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns || WIDTH_DEFAULT,
      getErrHelpWidth: () => stderr.columns || WIDTH_DEFAULT,
    });

  const checkCommand = program
    .command('check [networks...]')
    .description(
      'Checks the networks and suites of bounds that are named: exhaustively, at random, and that a known fault is found. Without names, the networks of the present folder, or where it has none, everything that list names. The command may be left out before a network or an option.',
    );
  for (const option of checkOptions()) checkCommand.addOption(option);
  checkCommand.action(async (networks: string[], options: CheckCommandOptions | SweepCommandOptions) =>
    finish(
      await ('sweep' in options ? sweep(session, networks, options) : check(session, networks, options)),
    ),
  );
  addNetworkCommand(program, session, args, exploreCommand, finish);
  addNetworkCommand(program, session, args, walkCommand, finish);
  addNetworkCommand(program, session, args, campaignCommand, finish);
  for (const suite of session.catalogue.suites ?? []) addSuiteCommand(program, session, suite, finish);
  addSimulateCommand(program, session, finish);
  program
    .command('replay <file>')
    .description('Runs the trace of a counterexample, or of a witness, again, on XState itself.')
    .addOption(
      new Option(
        '--network <network>',
        'run it on this network: a name, or the path of a module; a module that is not below the present folder must be named',
      ),
    )
    .addOption(secondsMaxOption('most seconds of the replay'))
    .addOption(jsonOption())
    .action(async (file: string, options: ReplayCommandOptions) =>
      finish(await replayFile(session, file, options)),
    );
  program
    .command('list')
    .description(
      'Lists networks and suites of bounds with their parameters and faults; or faults with their sources; or machines.',
    )
    .addArgument(new Argument('[what]').choices(LISTS).argParser(oneOf(LISTS)).default('networks'))
    .addOption(jsonOption())
    .action((what: (typeof LISTS)[number], { json = false }: { json?: boolean }) =>
      finish(list(session, what, json)),
    );
  program
    .command('export <machine>')
    .description('Prints the chart of a machine, by its name or as module.js#exportName, for other tools.')
    .addOption(
      new Option('--format <format>', 'what to export it as')
        .choices(FORMATS)
        .argParser(oneOf(FORMATS))
        .default('stately'),
    )
    .option('--out <file>', 'write it to this file, which must not exist yet')
    .action(async (machine: string, { out }: { out?: string }) =>
      finish(await exportMachine(session, machine, out)),
    );
  program.addHelpText('after', `\n${paragraph(NO_ARGUMENTS, stdout.columns || WIDTH_DEFAULT)}`);
  return program.showHelpAfterError(
    `The commands are ${program.commands.map((command) => command.name()).join(', ')}. See ${program.name()} --help.`,
  );
}
