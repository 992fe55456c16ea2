import { isDeepStrictEqual } from 'node:util';
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
  return Object.keys(parts).find((name) => !isDeepStrictEqual(copies[name], parts[name]));
}

function copyOf(value: unknown, known: Map<object, object>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  if (!isPlain) return value;
  const copy = (
    Array.isArray(value) ? new Array(value.length) : Object.create(prototype as object | null)
  ) as Record<string, unknown>;
  known.set(value, copy);
  // Defined, not assigned: a key may be called `__proto__`.
  for (const [key, part] of Object.entries(value)) {
    Object.defineProperty(copy, key, {
      value: copyOf(part, known),
      writable: true,
      configurable: true,
      enumerable: true,
    });
  }
  return copy;
}
