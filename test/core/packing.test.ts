// Goal: fields of a packing never touch one another, a place without bits takes none, and a packing that widens leaves every
// row that was packed before as it is. Method: generated widths and values, put in and read back.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsOf, Packing } from '../../src/core/packing.js';

const widths = fc.array(fc.oneof(fc.integer({ min: 0, max: 31 }), fc.constantFrom(0, 1, 2)), {
  maxLength: 40,
});

/** Puts one value into each place of empty words. */
function pack(packing: Packing, values: readonly number[]): Int32Array {
  const row = new Int32Array(packing.words);
  const put = (word: number, shift: number, max: number, value: number) => {
    row[word] = row[word]! | ((value & max) << shift);
  };
  values.forEach((value, cell) => {
    put(packing.word[cell]!, packing.shift[cell]!, packing.max[cell]!, value);
  });
  for (const { cell, word, shift, low, max } of packing.further) put(word, shift, max, values[cell]! >>> low);
  return row;
}

/** A row may be shorter than the packing: it was packed earlier. */
function unpack(packing: Packing, row: Int32Array): number[] {
  const get = (word: number, shift: number, max: number) => ((row[word] ?? 0) >>> shift) & max;
  const values = packing.widths.map((_, cell) =>
    get(packing.word[cell]!, packing.shift[cell]!, packing.max[cell]!),
  );
  for (const { cell, word, shift, low, max } of packing.further) {
    values[cell] = values[cell]! | (get(word, shift, max) << low);
  }
  return values;
}

const masksOf = (packing: Packing) => [
  ...packing.widths.map((_, cell) => ({ word: packing.word[cell]!, mask: packing.mask[cell]! })),
  ...packing.further.map(({ word, shift, max }) => ({ word, mask: max << shift })),
];

function expectApart(packing: Packing): void {
  const used = new Int32Array(packing.words);
  for (const { word, mask } of masksOf(packing)) {
    expect(used[word]! & mask).toBe(0);
    used[word] = used[word]! | mask;
  }
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

  it('has one field of the width asked for in each place, none across the end of a word, none over another', () => {
    fc.assert(
      fc.property(widths, (list) => {
        const packing = new Packing(list);
        expect(packing.widths).toEqual(list);
        expect(packing.further).toEqual([]);
        list.forEach((width, cell) => {
          expect(packing.max[cell]).toBe(2 ** width - 1);
          expect(packing.capacity[cell]).toBe(2 ** width - 1);
          if (width > 0) expect(packing.shift[cell]! + width).toBeLessThanOrEqual(32);
        });
        expectApart(packing);
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
});

describe('widening', () => {
  const value = fc.oneof(fc.nat(1), fc.nat(5), fc.nat(300), fc.nat(2 ** 31 - 1));
  const widenings = fc.array(fc.tuple(fc.nat(20), value), { maxLength: 60 });

  it('makes room for the value, keeps fields apart, and leaves earlier rows what they say', () => {
    fc.assert(
      fc.property(widths, widenings, (list, steps) => {
        const packing = new Packing(list);
        let values = list.map((width) => 2 ** width - 1);
        for (const [cell, wanted] of steps) {
          const row = pack(packing, values);
          packing.widen(cell, wanted);
          expect(packing.capacity[cell]).toBeGreaterThanOrEqual(wanted);
          expectApart(packing);
          values = packing.widths.map((_, at) => values[at] ?? 0);
          expect(unpack(packing, row)).toEqual(values);
          values[cell] = wanted;
          expect(unpack(packing, pack(packing, values))).toEqual(values);
        }
      }),
    );
  });

  it('by no bit changes nothing, and a new place that is 0 gets none', () => {
    const packing = new Packing([3, 0, 5]);
    packing.widen(0, 7);
    packing.widen(4, 0);
    expect(packing.widths).toEqual([3, 0, 5, 0, 0]);
    expect(packing.further).toEqual([]);
    expect(packing.words).toBe(1);
  });

  it('lengthens the last field of a word where it stands', () => {
    const packing = new Packing([5, 3]);
    packing.widen(1, 8);
    expect(packing.widths).toEqual([5, 4]);
    expect(packing.max[1]).toBe(15);
    expect(packing.further).toEqual([]);
  });

  it('gives a place that is shut in a further field, which is lengthened in its turn', () => {
    const packing = new Packing([5, 3]);
    packing.widen(0, 32);
    expect(packing.further).toEqual([{ cell: 0, word: 0, shift: 8, low: 5, max: 1 }]);
    packing.widen(0, 64);
    expect(packing.further).toEqual([{ cell: 0, word: 0, shift: 8, low: 5, max: 3 }]);
    expect([...packing.isSplit]).toEqual([1, 0]);
  });

  it('begins a word when no word has the bits left', () => {
    const packing = new Packing([30]);
    packing.widen(1, 7);
    expect(packing.words).toBe(2);
    packing.widen(2, 3);
    expect([packing.words, packing.word[2]]).toEqual([2, 0]);
  });
});

describe('bitsOf', () => {
  it('is the number of binary digits', () => {
    expect([0, 1, 2, 3, 4, 255, 256, 2 ** 31 - 1].map(bitsOf)).toEqual([0, 1, 2, 2, 3, 8, 9, 31]);
  });
});
