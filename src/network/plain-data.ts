import { inspect, types } from 'node:util';
import { findActor, referenceOf } from './actor-reference.js';
import { CheckError } from './errors.js';

/** Most levels of objects within objects that contexts and events may have. Whatever walks through them may recurse so deep. */
export const NESTING_MAX = 1_000;

/** Arrays up to this length are looked at property by property. */
const SHORT_LENGTH_MAX = 16;

/** What keeps an object from being plain data: what it is or has, and the property that is so, where it is one of several. */
export interface Oddity {
  readonly what: string;
  /** As a path goes on: `.size`, `[3]`. */
  readonly at: string;
}

/**
 * What is odd about an object itself, or `undefined` where it is an array or a plain object of which a chart can see no more than its
 * enumerable values. It calls no code of the user's. What is in it may be odd all the same, and so may the places of an array be:
 * see `oddityOfProperty`.
 */
export function oddityOf(value: object): Oddity | undefined {
  if (types.isProxy(value)) return itself('a Proxy');
  return Array.isArray(value) ? oddityOfArray(value) : oddityOfRecord(value);
}

function oddityOfRecord(value: object): Oddity | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    return itself(isReference(value) ? REFERENCE : instanceText(value));
  const keys = Reflect.ownKeys(value);
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at]!;
    if (typeof key === 'symbol') return { what: `a key that is a symbol, ${String(key)}`, at: '' };
    const odd = oddityOfProperty(value, key);
    if (odd !== undefined) return odd;
  }
  return undefined;
}

function oddityOfArray(value: readonly unknown[]): Oddity | undefined {
  if (Object.getPrototypeOf(value) !== Array.prototype) return itself(instanceText(value));
  if (value.length > SHORT_LENGTH_MAX && hasElementsOnly(value)) return undefined;
  const keys = Reflect.ownKeys(value);
  // Indices come first, then the length, then whatever else there is.
  if (keys.length === value.length + 1 && keys[value.length] === 'length') return undefined;
  for (const key of keys) {
    if (typeof key === 'symbol')
      return { what: `an array with a key that is a symbol, ${String(key)}`, at: '' };
    if (key !== 'length' && !isIndexBelow(key, value.length)) {
      return { what: `an array with a property that has a name, '${key}'`, at: '' };
    }
  }
  return undefined;
}

/** What is odd about one place of an array, or one property of a record. */
export function oddityOfProperty(value: object, key: string | number): Oddity | undefined {
  const property = Object.getOwnPropertyDescriptor(value, key);
  if (property === undefined) return { what: 'an array with a hole', at: `[${key}]` };
  if (property.get !== undefined || property.set !== undefined)
    return { what: 'an accessor', at: pathPart(key) };
  return property.enumerable ? undefined : { what: 'a property that is not enumerable', at: pathPart(key) };
}

/**
 * Whether an array has no property but its elements. To list the keys of a long array takes longer than all the rest of a question; Node's
 * `inspect` lists those that are no indices without looking at the elements. Should it ever write otherwise, the keys are listed.
 */
export function hasElementsOnly(value: readonly unknown[]): boolean {
  const { length } = value;
  return inspect(value, SHAPE_ONLY) === `[ ... ${length} more items, [length]: ${length} ]`;
}

const SHAPE_ONLY = {
  maxArrayLength: 0,
  depth: 0,
  showHidden: true,
  customInspect: false,
  breakLength: Number.POSITIVE_INFINITY,
} as const;

function isIndexBelow(key: string, length: number): boolean {
  const index = Number(key);
  return index >= 0 && index < length && String(index) === key;
}

function itself(what: string): Oddity {
  return { what, at: '' };
}

function instanceText(value: object): string {
  for (let at: object | null = Object.getPrototypeOf(value) as object | null; at !== null;) {
    if (types.isProxy(at)) break;
    const maker: unknown = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
    const name: unknown =
      typeof maker === 'function' ? Object.getOwnPropertyDescriptor(maker, 'name')?.value : '';
    if (typeof name === 'string' && name !== '') return `an instance of ${name}`;
    at = Object.getPrototypeOf(at) as object | null;
  }
  return 'an instance of a class';
}

/** What an actor, or a component, is to whoever has it in a context or an event. */
const REFERENCE = 'a reference to an actor';

/** Whether an object can be sent to, as actors can. */
function isReference(value: object): boolean {
  const names = new Set<string>();
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if (types.isProxy(at)) return false;
    for (const name of ['send', 'getSnapshot']) if (Object.hasOwn(at, name)) names.add(name);
  }
  return names.size === 2;
}

/** What to do where a function asks which object it is given. */
export const IDENTITY_REMEDY =
  'States are compared by their content. Compare what tells the objects apart, for example an id, in place of the objects.';

/** How a path goes on to a part. */
export function pathPart(key: string | number): string {
  return typeof key === 'number' ? `[${key}]` : `.${key}`;
}

export function notPlain(where: string, what: string): CheckError {
  return new CheckError(
    `The ${where} holds ${what}; contexts and events must be plain data (numbers, strings, booleans, null, arrays and plain objects), ` +
      `because states are compared and frozen. ${
        what === REFERENCE
          ? 'Keep the id of a component instead, and send to it by `sendTo(({ system }) => system.get(id), ...)`.'
          : 'Store plain data instead.'
      }`,
  );
}

export function nestedTooDeeply(where: string): CheckError {
  return new CheckError(
    `The ${where} is nested more than ${NESTING_MAX.toLocaleString('en')} levels deep, which is more than states may be. ` +
      'Keep long chains in an array instead.',
  );
}

/**
 * @param where names the value in error messages, for example `context of component 'die.0'`
 * @throws CheckError for what is no plain data, with its path
 */
export function refuseUnlessPlain(value: unknown, where: string): void {
  new Inspection(where).heightOf(value, '', 0);
}

/**
 * Actors may stand in contexts only: those of one machine are none of another's business, and what waits must not outlive them.
 *
 * @throws CheckError for an event with one
 */
export function refuseActors(event: unknown, where: string): void {
  const found = findActor(event, () => true);
  if (found !== undefined) throw notPlain(where + found.path, REFERENCE);
}

/** Looks through one value; each object once, however often it is in there. */
class Inspection {
  private readonly heights = new Map<object, number>();
  private readonly ancestors = new Set<object>();

  constructor(private readonly where: string) {}

  /** How many levels of objects there are from this part down. */
  heightOf(value: unknown, path: string, level: number): number {
    if (typeof value === 'function' || typeof value === 'symbol') {
      throw notPlain(this.where + path, `a ${typeof value}`);
    }
    if (typeof value !== 'object' || value === null) return 0;
    // Where one may not stand is looked for apart.
    if (referenceOf(value) !== undefined) return 0;
    if (this.ancestors.has(value)) throw notPlain(this.where + path, 'a cycle');
    let height = this.heights.get(value);
    if (height === undefined) height = this.heightOfParts(value, path, level);
    if (level + height > NESTING_MAX) throw nestedTooDeeply(this.where);
    return height;
  }

  private heightOfParts(value: object, path: string, level: number): number {
    if (level >= NESTING_MAX) throw nestedTooDeeply(this.where);
    const odd = oddityOf(value);
    if (odd !== undefined) throw notPlain(this.where + path + odd.at, odd.what);
    this.ancestors.add(value);
    let height = 0;
    for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
      const oddPart = oddityOfProperty(value, key);
      if (oddPart !== undefined) throw notPlain(this.where + path + oddPart.at, oddPart.what);
      const part = (value as Record<string | number, unknown>)[key];
      height = Math.max(height, this.heightOf(part, path + pathPart(key), level + 1));
    }
    this.ancestors.delete(value);
    this.heights.set(value, height + 1);
    return height + 1;
  }
}
