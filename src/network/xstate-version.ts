import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AnyStateMachine, StateMachine } from 'xstate';
import { CheckError } from './errors.js';

/** What the engine needs of a machine before it can look at it at all. */
const METHODS = ['transition', 'getInitialSnapshot', 'getTransitionData', 'provide'] as const;

/**
 * Refuses what is no machine of XState v5.
 *
 * @param where opens the sentence, for example `The component 'tm' of network 'two-phase-commit'`
 */
export function refuseOtherMajors(machine: unknown, where: string): asserts machine is AnyStateMachine {
  if (isMachine(machine)) return;
  const constructor = isObject(machine) ? (machine.constructor as unknown) : undefined;
  const version = typeof constructor === 'function' ? versionOf(constructor) : undefined;
  if (version !== undefined) throw foreign(where, version, 'Make it with that version.');
  throw new CheckError(
    `${where} has no machine; give it one made by XState's \`setup(...).createMachine(...)\` (version 5).`,
  );
}

/**
 * Refuses a machine that stands where a description with a machine in it belongs.
 *
 * @param where opens the sentence, for example `The component 'tm' of network 'two-phase commit'`
 */
export function refuseBareMachine(description: unknown, where: string): void {
  if (!isMachine(description)) return;
  throw new CheckError(`${where} is a machine itself; write { machine: … } around it.`);
}

/** The sentence about a machine that another version of XState has made, which this one cannot run. */
export function foreign(where: string, version: string | undefined, remedy: string): CheckError {
  const own = versionOf(StateMachine) ?? '5';
  return new CheckError(
    `${where} has a machine made by xstate ${version ?? 'of an unknown version'}, but cloudmatrix-check runs machines of xstate ${own}. ${remedy}`,
  );
}

/**
 * The version of the package that a class of XState comes from, read from the `package.json` above the file that an error is
 * thrown in; `undefined` for classes of others, and where the package has been bundled.
 */
export function versionOf(constructor: object): string | undefined {
  let stack = '';
  try {
    // No version takes null for a configuration: the constructor throws, and its stack names XState's own file.
    Reflect.construct(constructor as new (config: null) => unknown, [null]);
  } catch (thrown) {
    stack = (thrown instanceof Error && thrown.stack) || '';
  }
  const place = /^\s+at .*?(file:\/\/.*?|\/.*?|[A-Z]:\\.*?)(?::\d+){1,2}\)?$/m.exec(stack)?.[1];
  if (place === undefined) return undefined;
  let folder = dirname(place.startsWith('file:') ? fileURLToPath(place) : place);
  for (;;) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const { name, version } = readPackage(file);
      if (name === 'xstate') return version;
    }
    const above = dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
}

function readPackage(file: string): { name?: string; version?: string } {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
  } catch {
    return {};
  }
}

function isMachine(machine: unknown): machine is AnyStateMachine {
  if (!isObject(machine) || !isObject(machine.root) || !isObject(machine.implementations)) return false;
  return METHODS.every((name) => typeof machine[name] === 'function');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
