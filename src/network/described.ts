import { types } from 'node:util';
import { quoted } from './quoted.js';

/** What a value is, as a part of a sentence. */
export function described(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object') return `a ${typeof value}`;
  const { name } = value as { readonly name?: unknown };
  return typeof name === 'string' ? `'${name}'` : 'an object';
}

/** What a user's function has given in place of what it must give, as a part of a sentence; nothing of it is called. */
export function givenText(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (types.isPromise(value)) return 'a promise, as an async function does';
  return !types.isProxy(value) && Array.isArray(value) ? 'a list' : 'an object';
}
