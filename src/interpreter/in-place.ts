import { hasElementsOnly } from '../network/plain-data.js';

/**
 * Whether a machine's functions change in place what they are given. The engine gives them frozen values, which a function in
 * sloppy mode (CommonJS without 'use strict') changes in vain and without an error, while a live system would change its state.
 * So they are given copies that are not frozen, and these are looked at afterwards. Parts that are one object in the original are several in the copies:
 * equal values are one object to the engine only.
 *
 * @param parts what they are given, by what a reader calls it: `its context`
 * @param ask puts the question with the copies; what it gives or throws does not matter
 * @returns what was changed
 */
export function changedInPlace(
  parts: Readonly<Record<string, unknown>>,
  ask: (copies: Readonly<Record<string, unknown>>) => unknown,
): string | undefined {
  const copies: Record<string, unknown> = {};
  const copying: Copying = { left: COPIES_MAX, known: new Map() };
  for (const [name, part] of Object.entries(parts)) copies[name] = copyOf(part, copying);
  try {
    ask(copies);
  } catch {
    // The same question has been asked before: whatever it throws now comes of the copies not being frozen.
  }
  return Object.keys(parts).find((name) => !isUnchanged(copies[name], parts[name]));
}

/** So many copies are made of one question: of parts that are in one another many times over, there would be no end to them. */
const COPIES_MAX = 20_000;

interface Copying {
  left: number;
  readonly known: Map<object, object>;
}

function copyOf(value: unknown, copying: Copying): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { known } = copying;
  const before = copying.left-- > 0 ? undefined : known.get(value);
  if (before !== undefined) return before;
  if (Array.isArray(value)) {
    const copy: unknown[] = value.slice();
    known.set(value, copy);
    for (let at = 0; at < copy.length; at++) {
      const part = copy[at];
      if (typeof part === 'object' && part !== null) copy[at] = copyOf(part, copying);
    }
    return copy;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy: Record<string, unknown> =
    prototype === null ? Object.setPrototypeOf({ ...value }, null) : { ...value };
  known.set(value, copy);
  for (const key of Object.keys(copy)) {
    const part = copy[key];
    if (typeof part !== 'object' || part === null) continue;
    if (key === '__proto__') Object.defineProperty(copy, key, { value: copyOf(part, copying), ...PLAIN });
    else copy[key] = copyOf(part, copying);
  }
  return copy;
}

const PLAIN = { writable: true, configurable: true, enumerable: true } as const;

/** Arrays up to this length are looked at key by key. */
const SHORT_LENGTH_MAX = 16;

/** Whether an array's copy is still as the array, which has its elements only, and no holes. */
function areUnchanged(copy: readonly unknown[], original: readonly unknown[]): boolean {
  const { length } = original;
  if (copy.length !== length) return false;
  const hasOthers = !(length > SHORT_LENGTH_MAX && hasElementsOnly(copy));
  if (hasOthers && Reflect.ownKeys(copy).length !== length + 1) return false;
  for (let at = 0; at < length; at++) {
    const part = copy[at];
    if (!isUnchanged(part, original[at])) return false;
    if (part === undefined && !(at in copy)) return false;
  }
  return true;
}

/** Whether a copy is still as what it was made of, which is plain data. */
function isUnchanged(copy: unknown, original: unknown): boolean {
  if (Object.is(copy, original)) return true;
  if (typeof copy !== 'object' || copy === null || typeof original !== 'object' || original === null)
    return false;
  if (Object.getPrototypeOf(copy) !== Object.getPrototypeOf(original)) return false;
  if (Array.isArray(copy) !== Array.isArray(original)) return false;
  if (Array.isArray(copy)) return areUnchanged(copy, original as readonly unknown[]);
  const keys = Reflect.ownKeys(original);
  if (Reflect.ownKeys(copy).length !== keys.length) return false;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at]!;
    if (
      !Object.hasOwn(copy, key) ||
      !isUnchanged(
        (copy as Record<PropertyKey, unknown>)[key],
        (original as Record<PropertyKey, unknown>)[key],
      )
    )
      return false;
  }
  return true;
}
