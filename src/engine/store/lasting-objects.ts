import { referenceOf } from '../../network/actor-reference.js';
import { asGiven } from '../../network/as-defined.js';

/** So many objects are remembered, and so often one is noted: questions are put with them for a sample only. */
const OBJECTS_MAX = 4_096;
const NOTES_MAX = 65_536;

/**
 * Objects that last, which canonical forms were made of: those that the user gave, and those that his functions gave more than once. A chart that is given a form
 * cannot tell it from any other object with this content, unless it asks which object it is: in a live system that would be one of these.
 */
export class LastingObjects {
  private readonly lasting = new Map<object, object>();
  /** What each other form was made of last: most objects come only once. */
  private readonly last = new Map<object, object>();
  private notes = 0;
  /** What `of` has given. */
  private given = new WeakMap<object, object>();

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.lasting.size === 0;
  }

  /** Notes what the parts of a form were made of: a context is itself nothing that anybody else has. */
  noteParts(form: object, value: object): void {
    for (const key of Object.keys(form)) this.note(partOf(form, key), partOf(value, key));
  }

  /**
   * Notes what a form was made of, and what its parts were.
   *
   * @param seen of a network's description a copy is seen, and the user has what that was made of
   * @param isGiven the user gave it: it lasts
   */
  note(form: unknown, seen: unknown, isGiven = false): void {
    if (form === seen || !isObject(form) || !isObject(seen) || form === referenceOf(seen)) return;
    const value = asGiven(seen);
    if (this.last.size >= OBJECTS_MAX || this.notes++ >= NOTES_MAX) return;
    if (isGiven || this.last.get(form) === value) {
      if (this.lasting.get(form) !== value) this.forget();
      this.lasting.set(form, value);
    }
    this.last.set(form, value);
    for (const key of Object.keys(form)) this.note(partOf(form, key), partOf(value, key), isGiven);
  }

  /** Has `of` look anew at what it gives: an object may have been changed since. */
  forget(): void {
    this.given = new WeakMap();
  }

  /** The form with these objects in place of equal ones, as far as they are known and were as it says when first asked for, and their keys in its order. */
  of<T>(form: T): T {
    if (!isObject(form)) return form;
    const before = this.given.get(form);
    if (before !== undefined) return before as T;
    const keys = Object.keys(form);
    const parts = keys.map((key) => this.of(partOf(form, key)));
    const are = (object: object) => keys.every((key, at) => Object.is(partOf(object, key), parts[at]));
    const made = this.lasting.get(form);
    let result: object = form;
    if (made !== undefined && hasKeys(made, keys) && are(made)) result = made;
    else if (!are(form)) result = withParts(form, keys, parts);
    this.given.set(form, result);
    return result as T;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function partOf(value: object, key: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[key];
}

/** Whether the keys of an object are these, in this order. */
function hasKeys(value: object, keys: readonly string[]): boolean {
  const own = Object.keys(value);
  return own.length === keys.length && own.every((key, at) => key === keys[at]);
}

/** An object of the kind of another one. */
function withParts(like: object, keys: readonly string[], parts: readonly unknown[]): object {
  if (Array.isArray(like)) return Object.freeze([...parts]);
  const record = Object.fromEntries(keys.map((key, at) => [key, parts[at]]));
  return Object.freeze(Object.setPrototypeOf(record, Object.getPrototypeOf(like) as object | null) as object);
}
