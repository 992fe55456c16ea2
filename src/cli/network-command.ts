import { Command, Option } from 'commander';
import { CheckError, type NetworkFamily } from '../index.js';
import { parameterOption } from '../report/subject.js';
import type { Invocation } from './command-module.js';
import { faultOption } from './options.js';
import { addParameterOptions, givenParameters, hasOption } from './parameter-options.js';
import type { Session } from './session.js';
import { type Target, targetOf } from './target.js';

/** A command about one network, which takes that network's parameters as options. */
export interface NetworkCommand<TOptions> {
  readonly name: string;
  readonly description: string;
  /** The options that do not depend on the network, made anew at each call. */
  readonly options: () => readonly Option[];
  readonly run: (session: Session, request: NetworkRequest<TOptions>) => Promise<number>;
}

/** What was asked of a network command. */
interface NetworkRequest<TOptions> {
  readonly target: Target;
  /** The parameters that were given, as text. */
  readonly given: Readonly<Record<string, string>>;
  readonly faults: readonly string[];
  readonly options: TOptions;
}

/**
 * Adds the command. Which options it takes is known only when its network is, so the arguments are parsed twice: first by
 * a command that knows the options of all networks and finds the name, then by one that knows exactly those of this network.
 */
export function addNetworkCommand<TOptions>(
  program: Command,
  { session, args, finish }: Invocation,
  spec: NetworkCommand<TOptions>,
): void {
  const finder = program
    .command(`${spec.name} [network]`)
    .description(spec.description)
    .addHelpText(
      'after',
      `\nA network is one of ${nameList(session)}, or the path of a module.\nIts own options: ${program.name()} ${spec.name} <network> --help`,
    )
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments();
  for (const option of [...spec.options(), faultOption()]) finder.addOption(option);
  for (const flag of parameterFlags(session)) {
    if (!hasOption(finder, flag)) finder.addOption(new Option(`${flag} <value>`).hideHelp());
  }
  finder.action(async (reference: string | undefined) => {
    if (reference === undefined || reference.startsWith('-')) {
      if (finder.args.includes('--help') || finder.args.includes('-h')) return finder.outputHelp();
      throw new CheckError(
        `The command '${spec.name}' needs a network: one of ${nameList(session)}, or the path of a module that exports one.`,
      );
    }
    const target = await targetOf(session, reference);
    const command = commandFor(program, spec, target.family);
    command.action(async () => {
      const request = {
        target,
        ...givenParameters(command, target.family),
        options: command.opts() as TOptions,
      };
      finish(await spec.run(session, request));
    });
    await command.parseAsync(args.slice(args.indexOf(spec.name) + 1), { from: 'user' });
  });
}

function commandFor<TOptions>(
  program: Command,
  spec: NetworkCommand<TOptions>,
  family: NetworkFamily,
): Command {
  const flags = Object.keys(family.parameters).map(parameterOption);
  const command = new Command(`${program.name()} ${spec.name} ${family.name}`)
    .copyInheritedSettings(program)
    .showHelpAfterError(
      `The parameters of '${family.name}' are ${flags.length === 0 ? 'none' : flags.join(', ')}. See --help.`,
    )
    .usage('[options]')
    .description(`${spec.description}\n\n${family.title}`)
    .argument('<network>');
  for (const option of [...spec.options(), faultOption()]) command.addOption(option);
  addParameterOptions(command, family, spec.name);
  return command;
}

function parameterFlags({ catalogue }: Session): ReadonlySet<string> {
  return new Set(
    catalogue.families.flatMap(({ parameters }) => Object.keys(parameters).map(parameterOption)),
  );
}

function nameList({ catalogue }: Session): string {
  return catalogue.families.map(({ name }) => name).join(', ');
}
