// Goal: one number for equal data, two for different data. Method: generated data compared by a deep equality that shares no code with
// the numbers, as given and in canonical form; and wide data that differ in one part.

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Interner } from '../../../src/engine/store/interner.js';
import { equal, plain, reversed } from '../../support/plain-data.js';

/** Equal data that share no object. */
const copied = (value: unknown) => reversed(reversed(value));

describe('numbers', () => {
  it('are equal exactly for equal data, in canonical form or not', () => {
    const interner = new Interner();
    fc.assert(
      fc.property(plain, plain, fc.boolean(), (drawn, other, isCanonical) => {
        const one = isCanonical ? interner.canonical(drawn, 'value') : drawn;
        expect(interner.number(one) === interner.number(other)).toBe(equal(one, other));
        expect(interner.number(reversed(one))).toBe(interner.number(one));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([1, 31, 32, 33, 48, 300, 513, 5_000])('tell apart arrays and records of %i parts', (size) => {
    const interner = new Interner();
    const at = (place: number) => Array.from({ length: size }, (_, index) => (index === place ? -1 : index));
    const places = [...new Set([0, 15, 16, 17, size >> 1, size - 1].filter((place) => place < size))];
    const arrays = [at(size), at(size).slice(1), [...at(size), 0], ...places.map(at)];
    const values = [...arrays, ...arrays.map((array) => ({ ...array })), ...arrays.map((array) => [array])];
    const numbers = values.map((value) => interner.number(value));
    expect(new Set(numbers).size).toBe(values.length);
    expect(structuredClone(values).map((value) => interner.number(value))).toEqual(numbers);
  });

  it('do not depend on what a value is said to be like', () => {
    const number = (interner: Interner, value: unknown, like: unknown) =>
      interner.number(value, interner.canonical(like, 'like'));
    const wide = fc.array(plain, { minLength: 30, maxLength: 80 });
    const value = fc.oneof(
      plain,
      wide,
      wide.map((parts) => ({ ...parts })),
    );
    fc.assert(
      fc.property(value, value, fc.nat(80), fc.boolean(), (drawn, part, at, isKept) => {
        // Alike, but for one part and, sometimes, the number of parts.
        const like = copied(drawn);
        const changed = Array.isArray(drawn)
          ? [...drawn.slice(0, at), part, ...drawn.slice(isKept ? at + 1 : at)]
          : { ...(drawn as object), [at]: part };
        for (const one of [drawn, changed, part]) {
          const interner = new Interner();
          const direct = interner.number(copied(one));
          expect(number(interner, one, like)).toBe(direct);
          expect(number(interner, copied(one), drawn)).toBe(direct);
        }
        // Shared parts, so that they are taken over.
        const interner = new Interner();
        const before = interner.canonical(drawn, 'value');
        const after = Array.isArray(before)
          ? [...before.slice(0, at), part, ...before.slice(isKept ? at + 1 : at)]
          : { ...(before as object), [at]: part };
        expect(interner.number(after, before)).toBe(interner.number(copied(changed)));
      }),
    );
  });

  it('of a canonical form are known without another look at it', () => {
    const interner = new Interner();
    const form = interner.canonical({ list: [1, 2] }, 'value');
    const keys = vi.spyOn(Object, 'keys');
    const known = interner.number(form);
    expect(keys).not.toHaveBeenCalled();
    keys.mockRestore();
    expect(known).toBe(interner.number({ list: [1, 2] }));
    const changing = { list: [1, 2] };
    expect(interner.number(changing)).toBe(known);
    changing.list.push(3);
    expect(interner.number(changing)).not.toBe(known);
  });
});
