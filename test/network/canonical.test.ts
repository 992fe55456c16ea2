// Goal: one key for equal plain data, two keys for different data, and a refusal for everything else. Method: generated data
// compared by a deep equality that shares no code with the keys, and the values that JSON confuses.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalKey, inspectEvent, inspectPlain } from '../../src/network/canonical.js';
import { CheckError } from '../../src/network/errors.js';
import { equal, plain, reversed } from '../support/plain-data.js';

const key = (value: unknown) => canonicalKey(value, 'value');

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
    ['value.many', 'an instance of Many', { many: new (class Many extends Array {})() }],
    ['value.list[1]', 'an array with a hole', { list: Object.assign(new Array(2), { 0: 1 }) }],
    ['value[0]', "an array with a property that has a name, 'index'", ['b'.match(/b/)]],
    ['value', 'an array with a key that is a symbol, Symbol(s)', Object.assign([], { [Symbol('s')]: 1 })],
    ['value.box', 'a key that is a symbol, Symbol(s)', { box: { [Symbol('s')]: 1 } }],
    [
      'value.size',
      'an accessor',
      {
        get size() {
          return 1;
        },
      },
    ],
    ['value[1]', 'an accessor', Object.defineProperty([1, 2], 1, { get: () => 2 })],
    [
      'value.box.x',
      'a property that is not enumerable',
      { box: Object.defineProperty({}, 'x', { value: 1 }) },
    ],
    ['value', 'an instance of Number', Object(1)],
    ['value.p', 'a Proxy', { p: new Proxy({}, {}) }],
    ['value.inner.back', 'a cycle', cycle],
  ])('refuses %s: %s', (where, what, value) => {
    expect(() => key(value)).toThrow(CheckError);
    expect(() => key(value)).toThrow(
      `The ${where} holds ${what}; contexts and events must be plain data (numbers, strings, booleans, null, arrays and plain objects), ` +
        'because states are compared and frozen. Store plain data instead.',
    );
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
      'WRITE {data: [1], slot: 3}',
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
