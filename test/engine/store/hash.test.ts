// Goal: hashes that are the same everywhere and spread well. Method: published values, and the changes of single bits.

import { expect, it } from 'vitest';
import { hashText, mix } from '../../../src/engine/store/hash.js';

it('mix is the finaliser of MurmurHash3', () => {
  // Source: fmix32 of MurmurHash3; 0 is its one known fixed point.
  expect(mix(0)).toBe(0);
  expect(mix(1) >>> 0).toBe(0x514e28b7);
  expect(mix(2) >>> 0).toBe(0x30f4c306);
});

it('mix tells all inputs apart: it can be undone', () => {
  const seen = new Set(Array.from({ length: 20_000 }, (_, value) => mix(value)));
  expect(seen.size).toBe(20_000);
});

it('one bit of input changes every bit of output, now and then', () => {
  let changed = 0;
  for (let bit = 0; bit < 32; bit++) changed |= mix(1 << bit) ^ mix(0);
  expect(changed).toBe(-1);
});

it('hashText depends on the text only', () => {
  const texts = ['', 'a', 'b', 'ab', 'ba', 'a b', 'die.0 die.1 ', 'die.1 die.0 '];
  const hashes = texts.map(hashText);
  expect(new Set(hashes).size).toBe(texts.length);
  expect(texts.map((text) => hashText([...text].join('')))).toEqual(hashes);
  // FNV-1a of the empty text is its offset basis.
  expect(hashText('')).toBe(mix(0x811c9dc5));
});
