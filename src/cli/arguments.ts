import { Command, CommanderError } from 'commander';
import type { Catalogue } from '../index.js';
import type { CliIo } from './io.js';
import { isModuleReference } from '../load/reference.js';
import { checkOptions } from './check-options.js';
import { networkModules } from './folder.js';
import { isTraceFile } from './trace-reference.js';

/** Options of the program itself. */
const PROGRAM_OPTIONS = ['-h', '--help', '-V', '--version'];

/** Commands whose first argument is a network, or a machine. */
const ABOUT_ONE = ['explore', 'walk', 'campaign', 'export'];

/** Commands that no network is given. */
const ABOUT_NONE = ['merge', 'compare', 'init'];

/** The arguments; without any, those that check the networks of the present folder, or show help where there are none. */
export function withFolder(args: readonly string[], io: Pick<CliIo, 'cwd'>): readonly string[] {
  if (args.length > 0) return args;
  return networkModules(io).length === 0 ? ['--help'] : ['check'];
}

/**
 * The arguments with `check` filled in where the command is left out. Commander's own default command would take a misspelt command for the
 * name of a network, and suggest nothing.
 */
export function withCommand(
  args: readonly string[],
  catalogue: Pick<Catalogue, 'families'>,
): readonly string[] {
  const [first] = args;
  const isCheck =
    first !== undefined &&
    ((first.startsWith('-') && !PROGRAM_OPTIONS.includes(first)) ||
      isModuleReference(first) ||
      catalogue.families.some(({ name }) => name === first));
  return isCheck ? ['check', ...args] : args;
}

/** Whether a command is about the user's own modules alone, so that nothing of the catalogue is asked for. */
export function areModulesOnly(given: readonly string[], io: Pick<CliIo, 'cwd'>): boolean {
  const [command, ...args] = withCommand(given, { families: [] });
  if (command === 'check') {
    const names = namesIn(args);
    if (names?.length === 0) return networkModules(io).length > 0;
    return names?.every(isModuleReference) ?? false;
  }
  if (ABOUT_NONE.includes(command ?? '')) return true;
  const [first] = args;
  // A trace says for itself what network it is of.
  if (first === undefined || isTraceFile(first)) return false;
  return ABOUT_ONE.includes(command ?? '') && isModuleReference(first);
}

/** The networks that `check` is given; `undefined` where its arguments make no sense, or ask for help. */
function namesIn(args: readonly string[]): readonly string[] | undefined {
  let names: readonly string[] | undefined;
  const command = new Command('check')
    .argument('[networks...]')
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .action((networks: string[]) => {
      names = networks;
    });
  for (const option of checkOptions()) command.addOption(option);
  try {
    command.parse([...args], { from: 'user' });
  } catch (thrown) {
    // What is wrong with them is said when they are parsed in earnest.
    if (!(thrown instanceof CommanderError)) throw thrown;
  }
  return names;
}
