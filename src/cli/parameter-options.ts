import { type Command, Option } from 'commander';
import { CheckError, type Parameter, type Parameterised } from '../index.js';
import { parameterText, titleOf } from '../report/listing.js';
import { parameterOption } from '../report/subject.js';

/**
 * Gives a command the parameters of what it is about as options, and its faults as help.
 *
 * @throws CheckError for a parameter whose option the command has already
 */
export function addParameterOptions(command: Command, subject: Parameterised, commandName: string): void {
  const { noun = 'network', name, parameters, faults } = subject;
  for (const [parameter, each] of Object.entries(parameters)) {
    const flag = parameterOption(parameter);
    if (hasOption(command, flag)) {
      throw new CheckError(
        `The ${noun} '${name}' has a parameter '${parameter}', but ${flag} is an option of '${commandName}'. Rename the parameter.`,
      );
    }
    command.addOption(new Option(`${flag} <value>`, parameterText(each)));
    if (isSwitch(each)) command.addOption(new Option(`--no-${flag.slice(2)}`, `${flag} off`));
  }
  const lines = Object.entries(faults).map(([id, fault]) => `  ${id}  ${titleOf(fault)}`);
  if (lines.length > 0) command.addHelpText('after', ['\nFaults:', ...lines].join('\n'));
}

/** The parameters that were given, as text, and the faults. */
export function givenParameters(
  command: Command,
  { parameters }: Parameterised,
): { readonly given: Readonly<Record<string, string>>; readonly faults: readonly string[] } {
  const all = new Map(Object.entries(command.opts<Record<string, unknown>>()));
  const given: [name: string, value: string][] = [];
  for (const name of Object.keys(parameters)) {
    const flag = parameterOption(name);
    const value = all.get(command.options.find(({ long }) => long === flag)!.attributeName());
    if (typeof value === 'string') given.push([name, value]);
    else if (value === false) given.push([name, 'off']);
  }
  return { given: Object.fromEntries(given), faults: (all.get('fault') ?? []) as readonly string[] };
}

/** A parameter that can be off, among other things, has an option without a value for it. */
function isSwitch(parameter: Parameter): boolean {
  return parameter.kind === 'choice' && parameter.values.includes('on') && parameter.values.includes('off');
}

export function hasOption(command: Command, flag: string): boolean {
  return command.options.some(({ long }) => long === flag);
}
