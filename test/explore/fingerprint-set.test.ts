// Goal: a set of numbers, and fingerprints that tell vectors apart. Method: against a Set, on generated numbers and on many vectors.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Fingerprint } from '../../src/engine/store/fingerprint.js';
import { FingerprintSet } from '../../src/explore/fingerprint-set.js';

it('counts different numbers', () => {
  const number = fc.oneof(fc.nat(50), fc.integer({ min: 0, max: 2 ** 53 - 1 }));
  fc.assert(
    fc.property(fc.array(number, { maxLength: 200 }), (numbers) => {
      const set = new FingerprintSet();
      for (const each of numbers) set.add(each);
      expect(set.size).toBe(new Set(numbers).size);
    }),
  );
});

it('grows, also when low bits are all the same', () => {
  const set = new FingerprintSet();
  const { bytes } = set;
  for (let round = 0; round < 2; round++) {
    for (let high = 0; high < 3_000; high++) set.add(high * 2 ** 32);
  }
  expect(set.size).toBe(3_000);
  expect(set.bytes).toBeGreaterThan(bytes);
});

it('different small vectors have different fingerprints, and equal ones equal ones, whichever way they came about', () => {
  const seen = new Set<number>();
  const fingerprint = new Fingerprint();
  for (let code = 0; code < 8 ** 5; code++) {
    fingerprint.reset();
    for (let cell = 0; cell < 5; cell++) fingerprint.toggle(cell, (code >> (3 * cell)) & 7);
    expect(Number.isSafeInteger(fingerprint.value) && fingerprint.value >= 0).toBe(true);
    seen.add(fingerprint.value);
  }
  expect(seen.size).toBe(8 ** 5);
  const { value } = fingerprint;
  fingerprint.toggle(3, 5);
  fingerprint.toggle(9, 1);
  expect(fingerprint.value).not.toBe(value);
  fingerprint.toggle(9, 1);
  fingerprint.toggle(3, 5);
  expect(fingerprint.value).toBe(value);
});
