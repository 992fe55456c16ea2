// Goal: the canonical form of a value depends on its content only; equal values have one form in one order; nothing of the user's is changed.
// Method: both implementations on generated data, compared with each other and with a deep equality that shares no code with them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Canon } from '../../src/interpreter/canon.js';
import { Interner } from '../../src/engine/store/interner.js';
import { TextCanon } from '../../src/reference/text-canon.js';
import { canonicalKey, inspectPlain } from '../../src/network/canonical.js';
import { NESTING_MAX } from '../../src/network/plain-data.js';
import { equal, plain, reversed } from '../support/plain-data.js';

const canons: Record<string, () => Canon> = {
  'by numbers': () => new Interner(),
  'by text': () => new TextCanon(),
};

/** All objects in a value. */
function partsOf(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(partsOf)];
}

/** What a chart can read: the content with the order of keys. */
const readable = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(readable)
    : typeof value === 'object' && value !== null
      ? [
          Object.getPrototypeOf(value) === null,
          ...Object.entries(value).map(([key, part]) => [key, readable(part)]),
        ]
      : value;

/** So many objects within each other. */
function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
  let value = wrap(undefined);
  for (let level = 1; level < levels; level++) value = wrap(value);
  return value;
}

describe.each(Object.entries(canons))('canonical forms %s', (_, make) => {
  it('are one object exactly for equal values, frozen to the leaves, and copies', () => {
    const canon = make();
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        const before = readable(one);
        const form = canon.canonical(one, 'value');
        expect(equal(form, one)).toBe(true);
        expect(Object.is(form, canon.canonical(reversed(one), 'value'))).toBe(true);
        expect(Object.is(form, canon.canonical(other, 'value'))).toBe(equal(one, other));
        expect(canon.canonical(form, 'value')).toBe(form);
        for (const part of partsOf(form)) expect(Object.isFrozen(part)).toBe(true);
        for (const part of partsOf(one)) expect(Object.isFrozen(part)).toBe(false);
        expect(readable(one)).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  it('share equal parts', () => {
    const { p, q } = make().canonical({ p: [{ a: 1, b: 2 }], q: { x: { b: 2, a: 1 } } }, 'value');
    expect(p[0]).toBe(q.x);
  });

  it('have their keys in one order, whatever was seen before', () => {
    const canon = make();
    canon.canonical({ z: 1, b: 2, a: 3 }, 'value');
    const keys = (value: object) => Object.keys(canon.canonical(value, 'value'));
    expect(keys({ b: 1, a: 1, B: 1, é: 1, 10: 1, 9: 1, z: 1 })).toEqual(['9', '10', 'B', 'a', 'b', 'z', 'é']);
    const proto = keys(JSON.parse('{"a": 1, "__proto__": {"b": 1}, "constructor": 2, "Z": 3}') as object);
    expect(proto).toEqual(['Z', '__proto__', 'a', 'constructor']);
  });

  it('are the same, whatever a value is said to be like', () => {
    const list = fc.array(plain, { maxLength: 40 });
    fc.assert(
      fc.property(list, list, fc.nat(40), fc.nat(2), (drawn, others, at, removed) => {
        const canon = make();
        const like = canon.canonical(drawn, 'like');
        const value = like.toSpliced(at, removed, ...others.slice(0, 2));
        const record = { ...value };
        expect(readable(canon.canonical(value, 'value', like))).toEqual(
          readable(make().canonical(value, 'value')),
        );
        expect(readable(canon.canonical(record, 'value', { ...like }))).toEqual(
          readable(make().canonical(record, 'value')),
        );
      }),
      { numRuns: 200 },
    );
    const canon = make();
    const like = canon.canonical(new Array(100).fill(undefined), 'like');
    const holes = new Array(100).fill(undefined);
    delete holes[60];
    expect(() => canon.canonical(holes, 'value', like)).toThrow('The value[60] holds an array with a hole;');
    // As many keys as one without either.
    const both = Object.assign([1, 2, 3], { name: 4 });
    delete both[1];
    expect(() => canon.canonical(both, 'value', like)).toThrow(
      "an array with a property that has a name, 'name'",
    );
    expect(() => canon.canonical([...like, () => 0], 'value', like)).toThrow(
      'The value[100] holds a function;',
    );
  });

  it(`may be ${NESTING_MAX} levels deep, and no deeper`, () => {
    const inArray = (inner: unknown) => [inner];
    const inRecord = (inner: unknown) => ({ inner });
    for (const wrap of [inArray, inRecord]) {
      const canon = make();
      const deepest = canon.canonical(nested(NESTING_MAX, wrap), 'value');
      expect(inspectPlain(deepest)).toHaveLength(inspectPlain(nested(NESTING_MAX, wrap)).length);
      expect(canonicalKey([[deepest]], 'value')).not.toContain('…');
      expect(() => canon.canonical(nested(100_000, wrap), 'value')).toThrow(
        / is nested more than 1,000 levels deep/,
      );
    }
  });
});

describe('the two implementations', () => {
  it('give forms that read alike', () => {
    const [one, other] = [new Interner(), new TextCanon()];
    fc.assert(
      fc.property(plain, (value) => {
        expect(readable(one.canonical(value, 'value'))).toEqual(readable(other.canonical(value, 'value')));
      }),
    );
  });
});

describe('a chain that grows by one level at a time', () => {
  it('is refused where it is too deep, however much of it is known', () => {
    const canon = new Interner();
    let chain: unknown = null;
    const grow = () => {
      for (let level = 0; level <= NESTING_MAX; level++) chain = canon.canonical({ next: chain }, 'chain');
    };
    expect(grow).toThrow('The chain is nested more than 1,000 levels deep');
  });
});
