import { described } from './described.js';
import { CheckError } from './errors.js';
import { refuseUnknownKeys } from './known-keys.js';
import { listed, suggestion } from './nearest.js';
import type { ChoiceParameter, Fault, IntegerParameter, Parameter, Parameterised } from './parameters.js';
import { requireConfiguration } from './require-record.js';

const KEYS_BY_KIND = {
  integer: { kind: true, min: true, max: true, default: true, description: true },
  choice: { kind: true, values: true, default: true, description: true },
} as const satisfies {
  integer: Record<keyof IntegerParameter, true>;
  choice: Record<keyof ChoiceParameter, true>;
};

/**
 * Refuses parameters and faults that are described otherwise than they can be. Most families of users come without types, and one whose
 * parameters are a list would have a parameter `0`, and build its networks of what is `undefined`.
 *
 * @throws CheckError that lists what there is
 */
export function refuseUnknownParameterKeys(family: Parameterised): void {
  const name = `family '${family.name}'`;
  for (const [id, parameter] of entriesOf(family.parameters, `The parameters of ${name}`)) {
    const where = `The parameter ${id} of ${name}`;
    const kinds = Object.keys(KEYS_BY_KIND);
    const kind = (parameter as { kind?: unknown } | undefined)?.kind;
    if (typeof kind !== 'string' || !kinds.includes(kind)) {
      throw new CheckError(`${where} has no kind '${String(kind)}'; kinds are ${listed(kinds)}.`);
    }
    refuseUnknownKeys(parameter, Object.keys(KEYS_BY_KIND[parameter.kind]), where);
    refuseWrongValues(parameter, where);
  }
  for (const [id, fault] of entriesOf(family.faults, `The faults of ${name}`)) {
    // A family may keep more of a fault beside what all faults have.
    for (const key of ['title', 'property'] as const) {
      if (typeof (fault as Partial<Fault> | undefined)?.[key] === 'string') continue;
      throw new CheckError(`The fault ${id} of ${name} has no ${key}; give it a text.`);
    }
    if (fault.configuration !== undefined)
      requireConfiguration(fault.configuration, `The configuration of the fault ${id} of ${name}`);
  }
}

/** What a parameter may be. Its default is looked at where it is used. */
function refuseWrongValues(parameter: Parameter, where: string): void {
  if (parameter.kind === 'choice') {
    const { values } = parameter as { readonly values?: unknown };
    if (Array.isArray(values) && values.length > 0 && values.every((value) => typeof value === 'string'))
      return;
    throw new CheckError(
      `${where} has no values to choose from; give it values, a list of texts, the simplest first.`,
    );
  }
  const { min, max } = parameter;
  if (Number.isInteger(min) && Number.isInteger(max) && min <= max) return;
  throw new CheckError(
    `${where} has the min ${String(min)} and the max ${String(max)}; give it whole numbers, min not above max.`,
  );
}

/** @throws CheckError for a range of what is no parameter: it would not be drawn from; and for one that goes beyond the parameter's own */
export function refuseWrongRanges(family: Parameterised, ranges: object): void {
  const known = Object.keys(family.parameters);
  const unknown = Object.keys(ranges).find((name) => !known.includes(name));
  if (unknown === undefined) {
    for (const [name, range] of Object.entries(ranges)) refuseWrongRange(family, name, range);
    return;
  }
  const those = known.length === 0 ? 'it has none' : `it has ${listed(known)}`;
  throw new CheckError(
    `The campaign of family '${family.name}' has a range for '${unknown}', which is no parameter of it; ${those}.${suggestion(unknown, known)}`,
  );
}

function refuseWrongRange(family: Parameterised, name: string, range: unknown): void {
  const wanted = wantedRange(family.parameters[name]!, (range ?? {}) as Readonly<Record<string, unknown>>);
  if (wanted === undefined) return;
  throw new CheckError(
    `The campaign of family '${family.name}' has for ${name} the range ${JSON.stringify(range)}; give it ${wanted}.`,
  );
}

/** What a range must be, unless it is so. */
function wantedRange(parameter: Parameter, range: Readonly<Record<string, unknown>>): string | undefined {
  if (parameter.kind === 'choice') {
    const { values } = range;
    const isWithin =
      Array.isArray(values) &&
      values.length > 0 &&
      values.every((value) => parameter.values.includes(value as string));
    return isWithin ? undefined : `{ values } with some of ${listed(parameter.values)}`;
  }
  const [min, max] = [Number(range['min']), Number(range['max'])];
  const isWithin =
    Number.isInteger(range['min']) &&
    Number.isInteger(range['max']) &&
    parameter.min <= min &&
    min <= max &&
    max <= parameter.max;
  return isWithin
    ? undefined
    : `{ min, max } with whole numbers from ${parameter.min} to ${parameter.max}, min not above max`;
}

function entriesOf<T>(table: Readonly<Record<string, T>>, where: string): [string, T][] {
  if (typeof table !== 'object' || table === null || Array.isArray(table))
    throw new CheckError(`${where} are ${described(table)}; give an object, with each under its name.`);
  return Object.entries(table);
}
