import { canonicalKey, freezeCanonical, keysInOrder } from '../network/canonical.js';
import { refuseUnlessPlain } from '../network/plain-data.js';
import type { Canon } from './canon.js';

/** Canonical forms by what a value is as text: as simple as can be, to compare the tables' with. */
export class TextCanon implements Canon {
  private readonly forms = new Map<string, object>();

  canonical<T>(value: T, where: string): T {
    refuseUnlessPlain(value, where);
    return this.formOf(value) as T;
  }

  private formOf(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const key = canonicalKey(value, 'value');
    let form = this.forms.get(key);
    if (form === undefined) {
      form = freezeCanonical(this.copyOf(value));
      this.forms.set(key, form);
    }
    return form;
  }

  private copyOf(value: object): object {
    if (Array.isArray(value)) return value.map((part) => this.formOf(part));
    const parts = keysInOrder(value).map(
      (key) => [key, this.formOf((value as Record<string, unknown>)[key])] as const,
    );
    const copy = Object.fromEntries(parts);
    return Object.getPrototypeOf(value) === null ? (Object.setPrototypeOf(copy, null) as object) : copy;
  }
}
