/** So many objects are remembered, and so often one is noted: questions are put with them for a sample only. */
const OBJECTS_MAX = 4_096;
const NOTES_MAX = 65_536;

/**
 * The objects that canonical forms were made of: those of the user's, and those that his functions have made. A chart that is given a form cannot
 * tell it from any other object with this content, unless it asks which object it is: in a live system that would be one of these. Of several, the one that
 * comes again is the one to be known by: others were made by the way.
 */
export class MadeObjects {
  private readonly made = new Map<object, object>();
  /** The one that came last, where it is another one. */
  private readonly last = new Map<object, object>();
  private notes = 0;

  /** Notes what a form was made of, and what its parts were. */
  note(form: unknown, value: unknown): void {
    if (form === value || !isObject(form) || !isObject(value)) return;
    if (this.made.size >= OBJECTS_MAX || this.notes++ >= NOTES_MAX) return;
    const made = this.made.get(form);
    if (made === value) return;
    if (made === undefined || this.last.get(form) === value) this.made.set(form, value);
    else this.last.set(form, value);
    for (const key of Object.keys(form)) this.note(partOf(form, key), partOf(value, key));
  }

  /** The form with these objects in place of equal ones, as far as they are known and still are as they were, and their keys in its order. */
  of<T>(form: T, known = new Map<unknown, unknown>()): T {
    if (!isObject(form)) return form;
    const before = known.get(form);
    if (before !== undefined) return before as T;
    const keys = Object.keys(form);
    const parts = keys.map((key) => this.of(partOf(form, key), known));
    const are = (object: object) => keys.every((key, at) => Object.is(partOf(object, key), parts[at]));
    const made = this.made.get(form);
    let result: object = form;
    if (made !== undefined && hasKeys(made, keys) && are(made)) result = made;
    else if (!are(form)) result = withParts(form, keys, parts);
    known.set(form, result);
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
  if (Array.isArray(like)) return [...parts];
  const entries = keys.map((key, at) => [key, parts[at]] as const);
  return Object.setPrototypeOf(
    Object.fromEntries(entries),
    Object.getPrototypeOf(like) as object | null,
  ) as object;
}
