import { Command } from 'commander';
import type { Invocation } from './command-module.js';
import { loadCommands } from './command-table.js';
import { paragraph, WIDTH_DEFAULT } from '../report/wrap.js';
import { packageVersion } from '../network/package-version.js';

const NO_ARGUMENTS =
  'Without names, check is about the networks of the present folder: all that the modules export whose names end in .network.js or .network.ts ' +
  '(or .mjs, .cjs, .mts, .cts), of a source and what it was compiled to only the latter. ' +
  'Where there is none, and none below it, it is about everything that list names; but without any arguments this help is shown.';

/** The program, with the command that the arguments name, or with all. */
export async function buildProgram(invocation: Invocation): Promise<Command> {
  const { session, args } = invocation;
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
  for (const { add } of await loadCommands(session.catalogue, args)) add(program, invocation);
  program.addHelpText('after', `\n${paragraph(NO_ARGUMENTS, stdout.columns || WIDTH_DEFAULT)}`);
  return program.showHelpAfterError(
    `The commands are ${program.commands.map((command) => command.name()).join(', ')}. See ${program.name()} --help.`,
  );
}
