import { referenceOf } from '../network/actor-reference.js';
import { canonicalKey, freezeCanonical, keysInOrder } from '../network/canonical.js';
import type { Canon } from '../interpreter/canon.js';

/** Canonical forms by what a value is as text: as simple as can be, to compare the tables' with. */
export class TextCanon implements Canon {
  private readonly forms = new Map<string, unknown>();

  canonical<T>(value: T, where: string): T {
    return (this.forms.get(canonicalKey(value, where)) ?? this.formOf(value)) as T;
  }

  /** @param value plain data: it has a canonical key */
  private formOf(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const reference = referenceOf(value);
    if (reference !== undefined) return reference;
    const copy = freezeCanonical(this.copyOf(value));
    const key = canonicalKey(copy, 'value');
    const form = this.forms.get(key) ?? copy;
    this.forms.set(key, form);
    return form;
  }

  private copyOf(value: object): object {
    if (Array.isArray(value)) return value.map((part) => this.formOf(part));
    const record = value as Record<string, unknown>;
    const copy = Object.fromEntries(keysInOrder(value).map((key) => [key, this.formOf(record[key])]));
    return Object.getPrototypeOf(value) === null ? (Object.setPrototypeOf(copy, null) as object) : copy;
  }
}
