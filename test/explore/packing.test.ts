// Goal: fields of a packing never touch one another, and a place without bits takes none. Method: generated widths, every
// field filled with its largest value in turn.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Packing } from '../../src/explore/packing.js';

const widths = fc.array(fc.oneof(fc.integer({ min: 0, max: 31 }), fc.constantFrom(0, 1, 2)), {
  maxLength: 40,
});

/** Puts one value into each place of empty words. */
function pack(packing: Packing, values: readonly number[]): Int32Array {
  const row = new Int32Array(packing.words);
  values.forEach((value, slot) => {
    const place = packing.word[slot]!;
    row[place] = (row[place]! & ~packing.mask[slot]!) | (value << packing.shift[slot]!);
  });
  return row;
}

function unpack(packing: Packing, row: Int32Array): number[] {
  return packing.widths.map(
    (_, slot) => (row[packing.word[slot]!]! >>> packing.shift[slot]!) & packing.max[slot]!,
  );
}

describe('Packing', () => {
  it('reads from every place what was put there', () => {
    const withValues = widths.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.tuple(...list.map((width) => fc.integer({ min: 0, max: 2 ** width - 1 }))),
      ),
    );
    fc.assert(
      fc.property(withValues, ([list, values]) => {
        const packing = new Packing(list);
        expect(unpack(packing, pack(packing, values))).toEqual(values);
      }),
    );
  });

  it('has fields of the widths asked for, none across the end of a word, none over another', () => {
    fc.assert(
      fc.property(widths, (list) => {
        const packing = new Packing(list);
        const used = new Int32Array(packing.words);
        list.forEach((width, slot) => {
          expect(packing.max[slot]).toBe(2 ** width - 1);
          if (width === 0) return;
          expect(packing.shift[slot]! + width).toBeLessThanOrEqual(32);
          expect(used[packing.word[slot]!]! & packing.mask[slot]!).toBe(0);
          used[packing.word[slot]!]! |= packing.mask[slot]!;
        });
      }),
    );
  });

  it('wastes no word: fewer than twice as many as the bits need', () => {
    fc.assert(
      fc.property(widths, (list) => {
        const bits = list.reduce((sum, width) => sum + width, 0);
        const { words } = new Packing(list);
        expect(words).toBeGreaterThanOrEqual(Math.max(1, Math.ceil(bits / 32)));
        expect(words).toBeLessThanOrEqual(Math.max(1, Math.ceil((2 * bits) / 32)));
      }),
    );
  });

  it('lays equal widths out alike, every time', () => {
    fc.assert(
      fc.property(widths, (list) => {
        expect(new Packing([...list])).toEqual(new Packing(list));
      }),
    );
  });

  it('packs 32 places of one bit into one word', () => {
    const packing = new Packing(Array.from({ length: 32 }, () => 1));
    expect(packing.words).toBe(1);
    expect(unpack(packing, new Int32Array([-1]))).toEqual(Array.from({ length: 32 }, () => 1));
    expect(new Packing(Array.from({ length: 33 }, () => 1)).words).toBe(2);
  });

  it('widens one place, keeps the others, and gives places in between no bits', () => {
    const packing = new Packing([3, 0, 5]);
    expect(packing.widened(0, 8, 0).widths).toEqual([4, 0, 5]);
    expect(packing.widened(4, 1, 0).widths).toEqual([3, 0, 5, 0, 1]);
    expect(packing.widened(1, 2 ** 31 - 1, 0).widths).toEqual([3, 31, 5]);
    expect(packing.widened(3, 0, 0).widths).toEqual([3, 0, 5, 0]);
    expect(packing.widths).toEqual([3, 0, 5]);
  });

  it('widens with bits to spare, but never beyond 31, and a place that is 0 gets none', () => {
    const packing = new Packing([]);
    expect(packing.widened(0, 5, 2).widths).toEqual([5]);
    expect(packing.widened(0, 2 ** 30, 2).widths).toEqual([31]);
    expect(packing.widened(0, 0, 2).widths).toEqual([0]);
  });
});
