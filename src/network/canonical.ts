import { CheckError } from './errors.js';

/**
 * One string for one value: equal strings exactly for equal plain data, whatever the order in which keys were added.
 * Unlike JSON it tells `undefined`, `NaN`, the infinities, `-0` and bigints apart.
 *
 * @param where names the value in error messages, for example `context of die.0`
 * @throws CheckError for functions, symbols, class instances (Map, Set and Date included) and cycles: the engine could
 *   neither compare nor freeze them
 */
export function canonicalKey(value: unknown, where: string): string {
  return encode(value, where, []);
}

function encode(value: unknown, where: string, ancestors: object[]): string {
  return typeof value === 'object' && value !== null
    ? encodeObject(value, where, ancestors)
    : leafKey(value, where);
}

/** The canonical key of anything that has no parts. @throws CheckError for functions and symbols */
export function leafKey(value: unknown, where: string): string {
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
      throw notPlain(where, `a ${typeof value}`);
  }
}

/** Keys of values that `deepFreeze` has made immutable. A context shares most of its parts with the one before. */
const knownKeys = new WeakMap<object, string>();

function encodeObject(value: object, where: string, ancestors: object[]): string {
  const known = knownKeys.get(value);
  if (known !== undefined) return known;
  if (ancestors.includes(value)) throw notPlain(where, 'a cycle');
  ancestors.push(value);
  let text: string;
  if (Array.isArray(value)) {
    text = `[${Array.from(value, (item, index) => encode(item, `${where}[${index}]`, ancestors)).join(',')}]`;
  } else {
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw notPlain(where, `an instance of ${prototype.constructor?.name ?? 'a class'}`);
    }
    const record = value as Record<string, unknown>;
    const keys = Object.keys(record).sort();
    text = `{${keys.map((key) => `${JSON.stringify(key)}:${encode(record[key], `${where}.${key}`, ancestors)}`).join(',')}}`;
  }
  ancestors.pop();
  if (deeplyFrozen.has(value)) knownKeys.set(value, text);
  return text;
}

function notPlain(where: string, what: string): CheckError {
  return new CheckError(
    `The ${where} holds ${what}; contexts and events must be plain data (numbers, strings, booleans, null, arrays and plain objects), ` +
      'because states are compared and frozen. Store plain data instead.',
  );
}

/** `Object.isFrozen` tells only of an object itself, not of what it holds. */
const deeplyFrozen = new WeakSet<object>();

/** Whether `deepFreeze` or `freezePlain` has been through the object: it cannot change any more. */
export function isDeeplyFrozen(value: object): boolean {
  return deeplyFrozen.has(value);
}

/** Nesting that `freezePlain` follows before it looks for a cycle. */
const DEPTH_MAX = 200;

/**
 * Freezes a value to its leaves and returns it. Parts that have been frozen before are not looked at again.
 *
 * @param like a value that probably has many parts in common with this one: they need not be looked up
 * @throws CheckError for whatever `canonicalKey` refuses
 */
export function freezePlain<T>(value: T, where: string, like?: unknown): T {
  if (freezeParts(value, like, 0)) return value;
  // Something is not plain, which this names by its path, or there is much nesting.
  canonicalKey(value, where);
  return deepFreeze(value);
}

/** Whether the value is plain and not too deep; if it is, it is frozen now. */
function freezeParts(value: unknown, like: unknown, depth: number): boolean {
  if (typeof value !== 'object') return typeof value !== 'function' && typeof value !== 'symbol';
  if (value === null || deeplyFrozen.has(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null || Array.isArray(value);
  if (!isPlain || depth > DEPTH_MAX) return false;
  const before = isObject(like) && deeplyFrozen.has(like) ? Object.values(like) : NOTHING;
  const parts = Array.isArray(value) ? (value as unknown[]) : (Object.values(value) as unknown[]);
  // How many places further on a part stood before, as others came or went.
  let shift = 0;
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    if (typeof part === 'number' || typeof part === 'string') continue;
    if (isObject(part)) {
      if (part === before[at + shift]) continue;
      if (part === before[at + shift - 1]) {
        shift--;
        continue;
      }
      if (part === before[at + shift + 1]) {
        shift++;
        continue;
      }
    }
    if (!freezeParts(part, before[at + shift], depth + 1)) return false;
  }
  Object.freeze(value);
  deeplyFrozen.add(value);
  return true;
}

const NOTHING: readonly unknown[] = [];

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Freezes plain data to its leaves and returns it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !deeplyFrozen.has(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
    deeplyFrozen.add(value);
  }
  return value;
}

/** Plain data as a reader wants to see it in a label: `{slot: 3, to: 'die.1'}`. */
export function inspectPlain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inspectPlain).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(
      ([key, part]) => `${/^[\w$]+$/.test(key) ? key : quoted(key)}: ${inspectPlain(part)}`,
    );
    return `{${fields.join(', ')}}`;
  }
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return `${value}n`;
  return Object.is(value, -0) ? '-0' : String(value);
}

/** In single quotes, with what would end them, or a line, escaped: different texts look different. */
function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** An event as a reader wants to see it: its type, then its payload, if it has one. */
export function inspectEvent(event: { type: string }): string {
  const { type, ...payload } = event;
  return Object.keys(payload).length === 0 ? type : `${type} ${inspectPlain(payload)}`;
}
