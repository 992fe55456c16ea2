import { forbidHiddenInputs } from './hidden-inputs.js';

/**
 * Whether a machine's functions change in place what they are given. The engine gives them frozen values, which a function in
 * sloppy mode (CommonJS without 'use strict') changes in vain and without an error, while a live system would change its state.
 * So they are given copies that are not frozen, parts shared as in the original, and these are looked at afterwards.
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
  const known = new Map<object, object>();
  for (const [name, part] of Object.entries(parts)) copies[name] = copyOf(part, known);
  try {
    forbidHiddenInputs(() => ask(copies));
  } catch {
    // The same question has been asked before: whatever it throws now comes of the copies not being frozen.
  }
  return Object.keys(parts).find((name) => !isUnchanged(copies[name], parts[name]));
}

function copyOf(value: unknown, known: Map<object, object>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    known.set(value, copy);
    for (const part of value) copy.push(copyOf(part, known));
    return copy;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy = (prototype === null ? Object.create(null) : {}) as Record<string, unknown>;
  known.set(value, copy);
  for (const key of Object.keys(value)) {
    const part = copyOf((value as Record<string, unknown>)[key], known);
    if (key === '__proto__') Object.defineProperty(copy, key, { value: part, ...PLAIN });
    else copy[key] = part;
  }
  return copy;
}

const PLAIN = { writable: true, configurable: true, enumerable: true } as const;

/** Whether the parts of an array's copy, which has as many keys, are still those of the array, which has no holes. */
function areUnchanged(copy: readonly unknown[], original: readonly unknown[]): boolean {
  return (
    copy.length === original.length && original.every((part, at) => at in copy && isUnchanged(copy[at], part))
  );
}

/** Whether a copy is still as what it was made of, which is plain data. */
function isUnchanged(copy: unknown, original: unknown): boolean {
  if (Object.is(copy, original)) return true;
  if (typeof copy !== 'object' || copy === null || typeof original !== 'object' || original === null)
    return false;
  if (Object.getPrototypeOf(copy) !== Object.getPrototypeOf(original)) return false;
  if (Array.isArray(copy) !== Array.isArray(original)) return false;
  // Of an array the length is one of them.
  const keys = Reflect.ownKeys(original);
  if (Reflect.ownKeys(copy).length !== keys.length) return false;
  if (Array.isArray(copy) && Array.isArray(original)) return areUnchanged(copy, original);
  return keys.every(
    (key) =>
      Object.hasOwn(copy, key) &&
      isUnchanged(
        (copy as Record<PropertyKey, unknown>)[key],
        (original as Record<PropertyKey, unknown>)[key],
      ),
  );
}
