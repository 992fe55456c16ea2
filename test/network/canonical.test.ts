// Goal: one key for equal plain data, two keys for different data, and a refusal for everything else. Method: generated data
// compared by a deep equality that shares no code with the keys, and the values that JSON confuses.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalKey,
  deepFreeze,
  freezePlain,
  inspectEvent,
  inspectPlain,
  isDeeplyFrozen,
} from '../../src/network/canonical.js';
import { CheckError } from '../../src/network/errors.js';
import { equal, plain, reversed } from '../support/plain-data.js';

const key = (value: unknown) => canonicalKey(value, 'value');

/** All objects in a value. */
function partsOf(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(partsOf)];
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

describe('freezePlain', () => {
  it('freezes plain data to its leaves, and refuses what `canonicalKey` refuses, with the same words', () => {
    class Box {}
    const cycle: unknown[] = [];
    cycle.push({ cycle });
    const odd = fc.constantFrom<unknown>(() => 0, Symbol('s'), new Map(), new Date(0), new Box(), cycle);
    fc.assert(
      fc.property(fc.oneof(plain, fc.record({ a: plain, b: fc.array(fc.oneof(plain, odd)) })), (value) => {
        let expected: unknown;
        try {
          key(value);
        } catch (thrown) {
          expected = thrown;
        }
        if (expected === undefined) {
          expect(freezePlain(value, 'value')).toBe(value);
          if (typeof value === 'object' && value !== null) expect(isDeeplyFrozen(value)).toBe(true);
          for (const part of partsOf(value)) expect(Object.isFrozen(part)).toBe(true);
        } else expect(() => freezePlain(value, 'value')).toThrow(expected as CheckError);
      }),
    );
  });

  it('freezes the same, whatever a value is said to be like', () => {
    const list = fc.array(plain, { maxLength: 12 });
    const pair = fc.oneof(
      fc.tuple(list, list, fc.nat(12), fc.nat(2)).map(([like, others, at, removed]) => {
        return [like, like.toSpliced(at, removed, ...others.slice(0, 2))] as const;
      }),
      fc.tuple(plain, plain),
    );
    fc.assert(
      fc.property(pair, fc.boolean(), ([like, value], isLikeFrozen) => {
        if (isLikeFrozen) freezePlain(like, 'like');
        freezePlain({ value }, 'value', { value: like });
        freezePlain(value, 'value', like);
        for (const part of partsOf(value)) expect(Object.isFrozen(part)).toBe(true);
      }),
    );
    const like = freezePlain([{ a: 1 }, { b: 2 }], 'like');
    expect(() => freezePlain([...like, () => 0], 'value', like)).toThrow('The value[2] holds a function;');
  });

  it('follows data that are nested deeply', () => {
    let nested: object = {};
    const innermost = nested;
    for (let depth = 0; depth < 1_000; depth++) nested = { nested };
    expect(freezePlain(nested, 'value')).toBe(nested);
    expect(Object.isFrozen(innermost)).toBe(true);
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
