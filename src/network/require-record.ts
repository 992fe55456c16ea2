import { described } from './described.js';
import { CheckError } from './errors.js';

/**
 * Most descriptions come without types, and where an object is wanted `null`, a list or a text may stand.
 *
 * @param where opens the sentence, for example `The sweep s of family 'f'`
 * @param remedy what to give instead
 * @throws CheckError for what is no object with things under their names
 */
export function requireRecord(
  value: unknown,
  where: string,
  remedy: string,
): asserts value is Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new CheckError(`${where} is ${described(value)}; give ${remedy}.`);
}

/** @throws CheckError for what is no list */
export function requireList(
  value: unknown,
  where: string,
  remedy: string,
): asserts value is readonly unknown[] {
  if (Array.isArray(value)) return;
  throw new CheckError(`${where} is ${described(value)}; give ${remedy}.`);
}

/** @throws CheckError for what is no configuration: its parameters and their values are looked at where it is used */
export function requireConfiguration(
  value: unknown,
  where: string,
): asserts value is Readonly<Record<string, unknown>> {
  requireRecord(value, where, 'an object with values by the names of parameters, or {} for all defaults');
}
