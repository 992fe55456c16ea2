// Goal: one key for equal plain data, two keys for different data, and a refusal for everything else. Method: generated data
// compared by a deep equality that shares no code with the keys, and the values that JSON confuses.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalKey, deepFreeze, inspectEvent, inspectPlain } from '../../src/network/canonical.js';
import { CheckError } from '../../src/network/errors.js';

const key = (value: unknown) => canonicalKey(value, 'value');

/** Plain data of every kind, drawn from few values so that equal data are frequent. */
const leaf = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0.1,
    1e21,
    1n,
    -1n,
  ),
  fc.constantFrom('', '1', 'NaN', 'null', 'undefined', 'a,b', '"', '\\', '{}', '[]', 'ü', '\u2028'),
  fc.constantFrom(true, false, null, undefined),
);
const { value: plain } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('record')),
  record: fc.dictionary(fc.constantFrom('a', 'b', 'a,b', 'a":', '__proto__', '0', '10', '9'), tie('value'), {
    maxKeys: 3,
  }),
}));

/** Deep equality of plain data by `Object.is`: a missing key is not an undefined one. */
function equal(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return Object.is(one, other);
  }
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every(
    (name) => Object.hasOwn(other, name) && equal(Reflect.get(one, name), Reflect.get(other, name)),
  );
}

/** The same data, with the keys of every record added in the opposite order. */
function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  const entries = Object.entries(value).reverse();
  const copy: object = {};
  for (const [name, part] of entries) {
    Object.defineProperty(copy, name, {
      value: reversed(part),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

describe('canonicalKey', () => {
  it('is equal exactly for equal data', () => {
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        expect(key(one) === key(other)).toBe(equal(one, other));
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(key(reversed(value))).toBe(key(value));
      }),
    );
  });

  it.each([
    ['-0', -0],
    ['0', 0],
    ['NaN', Number.NaN],
    ['"NaN"', 'NaN'],
    ['undefined', undefined],
    ['null', null],
    ['12n', 12n],
    ['[1,[2,"x"]]', [1, [2, 'x']]],
    ['{"a":undefined,"b":true}', { b: true, a: undefined }],
  ])('writes %s', (text, value) => {
    expect(key(value)).toBe(text);
  });

  it('takes the same part twice: only a cycle is refused', () => {
    const part = { a: 1 };
    expect(key([part, part, { part }])).toBe('[{"a":1},{"a":1},{"part":{"a":1}}]');
  });

  it('tells a list with a hole from a shorter one', () => {
    expect(key(new Array(1))).not.toBe(key([]));
  });

  const cycle: { inner: { back?: unknown } } = { inner: {} };
  cycle.inner.back = cycle;
  class Slot {}
  it.each([
    ['value.f', 'a function', { f: () => 1 }],
    ['value[1]', 'a symbol', [0, Symbol('s')]],
    ['value.when', 'an instance of Date', { when: new Date(0) }],
    ['value[0].map', 'an instance of Map', [{ map: new Map() }]],
    ['value', 'an instance of Set', new Set()],
    ['value', 'an instance of Slot', new Slot()],
    ['value', 'an instance of Int32Array', new Int32Array(1)],
    ['value', 'an instance of RegExp', /x/],
    ['value.inner.back', 'a cycle', cycle],
  ])('refuses %s: %s', (where, what, value) => {
    expect(() => key(value)).toThrow(CheckError);
    expect(() => key(value)).toThrow(
      `The ${where} holds ${what}; contexts and events must be plain data (numbers, strings, booleans, null, arrays and plain objects), ` +
        'because states are compared and frozen. Store plain data instead.',
    );
  });
});

describe('deepFreeze', () => {
  it('freezes every part, and gives back the same object', () => {
    const value = { list: [{ a: 1 }], none: null };
    expect(deepFreeze(value)).toBe(value);
    expect([value, value.list, value.list[0]].every(Object.isFrozen)).toBe(true);
  });

  it('leaves what is no object alone', () => {
    expect(deepFreeze(5)).toBe(5);
    expect(deepFreeze(null)).toBe(null);
  });
});

describe('what a reader sees', () => {
  it.each([
    ["{slot: 3, to: 'die.1'}", { slot: 3, to: 'die.1' }],
    ['[1, [true, null], undefined]', [1, [true, null], undefined]],
    ['{}', {}],
    ['-0', -0],
    ['{a: {b: []}}', { a: { b: [] } }],
  ])('data: %s', (text, value) => {
    expect(inspectPlain(value)).toBe(text);
  });

  it('an event: its type, and its payload if it has one', () => {
    expect(inspectEvent({ type: 'GO' })).toBe('GO');
    expect(inspectEvent({ type: 'WRITE', slot: 3, data: [1] } as { type: string })).toBe(
      'WRITE {slot: 3, data: [1]}',
    );
  });

  it('different events look different', () => {
    const looks = [
      1,
      1n,
      '1',
      "1'",
      true,
      'true',
      null,
      'null',
      undefined,
      [1],
      ['1'],
      { a: 1 },
      "x', b: 'y",
    ].map((value) => inspectEvent({ type: 'E', value } as { type: string }));
    looks.push(inspectEvent({ type: 'E', value: 'x', b: 'y' } as { type: string }));
    expect(new Set(looks).size).toBe(looks.length);
  });
});
