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

function objectToJson(value: object): Json {
  let json = known.get(value);
  if (json === undefined) {
    json = Array.isArray(value) ? value.map(toJson) : recordToJson(value as Record<string, unknown>);
    // Another caller may still change what is not frozen.
    if (Object.isFrozen(value)) known.set(value, json);
  }
  return json;
}

function recordToJson(value: Readonly<Record<string, unknown>>): Json {
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([key, field]) => [key, toJson(field)]));
}
