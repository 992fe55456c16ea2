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
      return value === null ? 'null' : encodeObject(value, where, ancestors);
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
