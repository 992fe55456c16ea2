import type { AnyEventObject } from 'xstate';
import type { EventData, Json } from './explanation.js';

/** Parts of states come again and again: what a step leaves as it is stays the very same object. */
const known = new WeakMap<object, Json>();

/** Plain data as JSON has them: see `Json`. */
export function toJson(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Object.is(value, -0)) return '-0';
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return `${value}n`;
    case 'object':
      return value === null ? null : objectToJson(value);
    default:
      return String(value);
  }
}

/** An event as JSON has it. */
export function eventToJson(event: AnyEventObject): EventData {
  return toJson(event) as EventData;
}

/** By records and lists of JSON: what they were made of, where that says more. */
const originals = new WeakMap<object, unknown>();

/**
 * What JSON was made of, as far as that is known: a text of it tells `5n` from `'5n'`. Of what was read from a file, as of every other value, itself.
 */
export function originalOf(json: unknown): unknown {
  return (isObject(json) ? originals.get(json) : undefined) ?? json;
}

/** Makes known what a record or a list of JSON stands for. */
export function keepOriginal(json: object, original: unknown): void {
  originals.set(json, original);
}

/** All records and lists within JSON of which it is known what they were made of, with that. */
export function originalsWithin(json: unknown, found = new Map<object, unknown>()): Map<object, unknown> {
  if (!isObject(json) || found.has(json)) return found;
  if (originals.has(json)) found.set(json, originals.get(json));
  for (const part of Object.values(json)) originalsWithin(part, found);
  return found;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function objectToJson(value: object): Json {
  let json = known.get(value);
  if (json === undefined) {
    json = Array.isArray(value) ? value.map(toJson) : recordToJson(value as Record<string, unknown>);
    if (saysMore(value, json as object)) keepOriginal(json as object, value);
    // Another caller may still change what is not frozen.
    if (Object.isFrozen(value)) known.set(value, json);
  }
  return json;
}

/** Whether JSON leaves out something of a record or a list, or has a text in its place. */
function saysMore(value: object, json: object): boolean {
  return Object.entries(value).some(([key, part]) => {
    const told: unknown = (json as Record<string, unknown>)[key];
    return isObject(told) ? originals.has(told) : told !== part || !Object.hasOwn(json, key);
  });
}

function recordToJson(value: Readonly<Record<string, unknown>>): Json {
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([key, field]) => [key, toJson(field)]));
}
