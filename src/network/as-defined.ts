import { NESTING_MAX, oddityOf, oddityOfProperty } from './plain-data.js';

/** What the parts of a description were copied of. */
const givenFor = new WeakMap<object, object>();

/**
 * A part of a description as it is now: who goes on to change his lists and objects does not change what was defined of them. Lists and plain objects are copied and
 * frozen, each once however often it is in there, but those that are frozen through and through. Functions, machines, and what is no plain data stay what they are.
 */
export function asDefined<T>(part: T): T {
  return new Copies().of(part, 0);
}

/** The object of the user's that a part of a description was copied of, which may have been changed since; any other value itself. */
export function asGiven(value: object): object {
  return givenFor.get(value) ?? value;
}

class Copies {
  /** By what they were made of. */
  private readonly known = new Map<object, object>();

  of<T>(part: T, level: number): T {
    // What is nested more deeply is refused wherever it matters.
    if (typeof part !== 'object' || part === null || level > NESTING_MAX) return part;
    return (this.known.get(part) ?? this.copyOf(part, level)) as T;
  }

  private copyOf(part: object, level: number): object {
    if (!isPlain(part)) return part;
    const copy = Array.isArray(part) ? [] : (Object.create(Object.getPrototypeOf(part) as null) as object);
    // Before its parts are looked at: one of them may be the whole again.
    this.known.set(part, copy);
    let isSame = Object.isFrozen(part);
    for (const [key, before] of Object.entries(part)) {
      const value: unknown = this.of(before, level + 1);
      isSame &&= value === before;
      // Not by assignment, which has another meaning for the key `__proto__`.
      Object.defineProperty(copy, key, { value, enumerable: true });
    }
    const kept = isSame ? part : Object.freeze(copy);
    this.known.set(part, kept);
    if (kept === copy) givenFor.set(copy, part);
    return kept;
  }
}

/** Whether the values of its keys are all that there is to an object. */
function isPlain(part: object): boolean {
  if (oddityOf(part) !== undefined) return false;
  return !Array.isArray(part) || [...part.keys()].every((at) => oddityOfProperty(part, at) === undefined);
}
