import { referenceOf } from './actor-reference.js';
import {
  nestedTooDeeply,
  NESTING_MAX,
  notPlain,
  oddityOf,
  oddityOfProperty,
  pathPart,
  refuseUnlessPlain,
} from './plain-data.js';
import { quoted, quotedWhereNeeded } from './quoted.js';

/** Keys are also written of lists of contexts and events, which are as many levels deeper. */
const WRAPPING_MAX = 20;

/**
 * One string for one value: equal strings exactly for equal plain data, whatever the order in which keys were added.
 * Unlike JSON it tells `undefined`, `NaN`, the infinities, `-0` and bigints apart, and an object without prototype from one with.
 *
 * @param where names the value in error messages, for example `context of die.0`
 * @throws CheckError for whatever is no plain data: functions, symbols, class instances (Map, Set and Date included), accessors, arrays with
 *   holes or named properties, cycles. The engine could neither compare nor freeze them
 */
export function canonicalKey(value: unknown, where: string): string {
  try {
    return encode(value, where, 0, false);
  } catch (thrown) {
    if (thrown !== TOO_DEEP) throw thrown;
    // A value that holds itself would be walked until the stack is full.
    refuseUnlessPlain(value, where);
    throw nestedTooDeeply(where);
  }
}

/** The canonical key of what is known to be plain data, such as a canonical form. */
export function plainKey(value: unknown): string {
  return encode(value, '', 0, true);
}

/** Thrown on the way to a sentence. */
const TOO_DEEP = new Error('too deep');

function encode(value: unknown, where: string, level: number, isPlain: boolean): string {
  return typeof value === 'object' && value !== null
    ? encodeObject(value, where, level, isPlain)
    : leafKey(value, where);
}

/**
 * The canonical key of anything that has no parts.
 *
 * @param where names the value, or what it is a part of
 * @param part the part that it is
 * @throws CheckError for functions and symbols
 */
function leafKey(value: unknown, where: string, part?: string | number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'undefined':
      return 'undefined';
    case 'bigint':
      return `${value}n`;
    case 'object':
      return 'null';
    default:
      throw notPlain(part === undefined ? where : where + pathPart(part), `a ${typeof value}`);
  }
}

/** Keys of canonical forms. A context shares most of its parts with the one before. */
const knownKeys = new WeakMap<object, string>();

function encodeObject(value: object, where: string, level: number, isPlain: boolean): string {
  const known = knownKeys.get(value);
  if (known !== undefined) return known;
  const isCanonical = canonicalForms.has(value);
  const reference = isCanonical ? undefined : referenceOf(value);
  if (reference !== undefined) return `actor ${JSON.stringify(reference.id)}`;
  if (level >= NESTING_MAX + WRAPPING_MAX) throw TOO_DEEP;
  const isChecked = isPlain || isCanonical;
  const oddity = isChecked ? undefined : oddityOf(value);
  if (oddity !== undefined) throw notPlain(where + oddity.at, oddity.what);
  const key = Array.isArray(value)
    ? encodeArray(value, where, level, isChecked)
    : encodeRecord(value as Record<string, unknown>, where, level, isChecked);
  if (isCanonical) knownKeys.set(value, key);
  return key;
}

function encodeArray(array: readonly unknown[], where: string, level: number, isChecked: boolean): string {
  let text = '';
  for (let at = 0; at < array.length; at++) {
    const odd = isChecked ? undefined : oddityOfProperty(array, at);
    if (odd !== undefined) throw notPlain(where + odd.at, odd.what);
    text += (at === 0 ? '[' : ',') + encodePart(array[at], where, at, level, isChecked);
  }
  return text === '' ? '[]' : `${text}]`;
}

/** @param record its properties have been looked at with it */
function encodeRecord(
  record: Readonly<Record<string, unknown>>,
  where: string,
  level: number,
  isChecked: boolean,
): string {
  let text = Object.getPrototypeOf(record) === null ? 'null{' : '{';
  const keys = Object.keys(record).sort();
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at]!;
    if (at > 0) text += ',';
    text += `${JSON.stringify(key)}:${encodePart(record[key], where, key, level, isChecked)}`;
  }
  return `${text}}`;
}

function encodePart(
  part: unknown,
  where: string,
  key: string | number,
  level: number,
  isChecked: boolean,
): string {
  return typeof part === 'object' && part !== null
    ? encodeObject(part, isChecked ? where : where + pathPart(key), level + 1, isChecked)
    : leafKey(part, where, key);
}

/** `Object.isFrozen` tells only of an object itself, not of what it holds. */
const canonicalForms = new WeakSet<object>();

/** Freezes a canonical form, all of whose parts are canonical forms. It cannot change any more, nor can what it holds. */
export function freezeCanonical<T extends object>(form: T): T {
  canonicalForms.add(Object.freeze(form));
  return form;
}

/** Plain data as a reader wants to see it in a label: `{slot: 3, to: 'die.1'}`, the keys in canonical order. */
export function inspectPlain(value: unknown): string {
  return inspectPart(value, 0);
}

function inspectPart(value: unknown, level: number): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (level > NESTING_MAX + WRAPPING_MAX) return '…';
  const reference = referenceOf(value);
  if (reference !== undefined) return `actor ${quoted(reference.id)}`;
  return Array.isArray(value) ? `[${inspectParts(value, level)}]` : inspectRecord(value, level);
}

function inspectParts(value: readonly unknown[], level: number): string {
  const parts: string[] = [];
  for (const part of value) parts.push(inspectPart(part, level + 1));
  return parts.join(', ');
}

function inspectRecord(value: object, level: number): string {
  const fields: string[] = [];
  for (const key of keysInOrder(value)) {
    const text = inspectPart((value as Record<string, unknown>)[key], level + 1);
    fields.push(`${/^[\w$]+$/.test(key) ? key : quoted(key)}: ${text}`);
  }
  const prefix = Object.getPrototypeOf(value) === null ? '[no prototype] ' : '';
  return `${prefix}{${fields.join(', ')}}`;
}

/** The keys of a record in canonical order: indices first, as JavaScript has them, then the others by their code units. */
export function keysInOrder(value: object): string[] {
  const keys = Object.keys(value);
  if (canonicalForms.has(value)) return keys;
  return Object.keys(Object.fromEntries(keys.sort().map((key) => [key, 0])));
}

/** An event as a reader wants to see it: its type, then its payload, if it has one. */
export function inspectEvent(event: { type: string }): string {
  const { type, ...payload } = event;
  const name = quotedWhereNeeded(type);
  const hasPrototype = Object.getPrototypeOf(event) !== null;
  if (hasPrototype && Object.keys(payload).length === 0) return name;
  return `${name} ${inspectPlain(hasPrototype ? payload : Object.setPrototypeOf(payload, null))}`;
}
