import { canonicalKey, freezeCanonical, keysInOrder } from '../network/canonical.js';
import type { Canon } from './canon.js';

/** Canonical forms by what a value is as text: as simple as can be, to compare the tables' with. */
export class TextCanon implements Canon {
  private readonly forms = new Map<string, object>();

  canonical<T>(value: T, where: string): T {
    const key = canonicalKey(value, where);
    if (typeof value !== 'object' || value === null) return value;
    let form = this.forms.get(key);
    if (form === undefined) {
      form = freezeCanonical(this.copyOf(value, where));
      this.forms.set(key, form);
    }
    return form as T;
  }

  private copyOf(value: object, where: string): object {
    if (Array.isArray(value)) return value.map((part) => this.canonical(part, where));
    const record = value as Record<string, unknown>;
    const parts = keysInOrder(value).map((key) => [key, this.canonical(record[key], where)] as const);
    const copy = Object.fromEntries(parts);
    return Object.getPrototypeOf(value) === null ? (Object.setPrototypeOf(copy, null) as object) : copy;
  }
}
