// Goal: rows are divided where states then take less, and nowhere else. Method: samples of which it is known what goes together.

import { describe, expect, it } from 'vitest';
import { DIVISION, SAMPLE_STATES } from '../../src/core/row-division.js';
import { mix } from '../../src/engine/store/hash.js';

const STATES = 1 << 17;
const CELLS = 12;

/** How states are divided whose cells are these, in rows of as many words as cells. */
function divided(vectorOf: (index: number) => readonly number[], words = CELLS, stateCount = STATES) {
  const vectors = Array.from({ length: SAMPLE_STATES }, (_, index) => vectorOf(index));
  const cellCount = vectors[0]!.length;
  const widths = Array.from({ length: cellCount }, (_, cell) =>
    Math.max(...vectors.map((vector) => 32 - Math.clz32(vector[cell]!))),
  );
  const sample = { count: SAMPLE_STATES, cellCount, vectors: Int32Array.from(vectors.flat()) };
  return DIVISION.divisionFor(widths, words, sample, stateCount);
}

/** Some number of few, by the number of a state; another for each `what`. */
const oneOf = (few: number, index: number, what: number) => (mix(index * 8 + what) >>> 3) % few;
const cells = (valueOf: (cell: number) => number, count = CELLS) =>
  Array.from({ length: count }, (_, cell) => valueOf(cell));

describe('rows are divided', () => {
  it.each([
    [2, 40],
    // Of two of three parts there are many combinations, so that two parts would save less, or nothing.
    [3, 100],
    [3, 600],
  ])('into the %i parts whose cells go together, with %i different rows each', (parts, few) => {
    const division = divided((index) =>
      cells((cell) => ((2 << 20) + (mix(oneOf(few, index, cell % parts)) % (1 << 20))) ^ cell),
    );
    expect(division?.parts).toBe(parts);
    const firsts = division!.partOfCell.slice(0, parts);
    expect(new Set(firsts).size).toBe(parts);
    expect(division!.partOfCell).toEqual(cells((cell) => firsts[cell % parts]!));
  });

  it('where there are many cells, of which neighbours are looked at together', () => {
    const MANY = 402;
    const division = divided(
      (index) =>
        cells(
          (cell) => 4_096 + ((oneOf(40, index, Math.floor((2 * cell) / MANY)) * (cell + 1)) % 4_096),
          MANY,
        ),
      170,
    );
    expect(division?.parts).toBe(2);
    const [first, last] = [division!.partOfCell[0]!, division!.partOfCell[MANY - 1]!];
    expect(first).not.toBe(last);
    expect(division!.partOfCell).toEqual(cells((cell) => (2 * cell < MANY ? first : last), MANY));
  });

  it('with cells that have only been 0 in the first part', () => {
    const division = divided((index) =>
      cells((cell) => (cell === 5 ? 0 : (2 << 20) + oneOf(40, index, cell % 2) * (cell + 1))),
    );
    expect(division?.parts).toBe(2);
    expect(division!.partOfCell[5]).toBe(0);
    expect(division!.partOfCell).toHaveLength(CELLS);
  });
});

describe('rows stay whole', () => {
  const paying = (index: number) => cells((cell) => (2 << 20) + oneOf(40, index, cell % 2) * (cell + 1));

  it.each([1, 2, 3])('of %i words', (words) => {
    expect(divided(paying)).toBeDefined();
    expect(divided(paying, words)).toBeUndefined();
  });

  it('where each cell is by itself', () => {
    expect(divided((index) => cells((cell) => oneOf(1 << 20, index, cell)))).toBeUndefined();
  });

  it('where all cells go together', () => {
    expect(divided((index) => cells((cell) => 4_096 + index * (cell + 1)))).toBeUndefined();
  });

  it('where only one cell has bits, or none', () => {
    expect(divided((index) => cells((cell) => (cell === 3 ? index % 7 : 0)))).toBeUndefined();
    expect(divided(() => cells(() => 0))).toBeUndefined();
  });

  it('where a part is expected to have more rows, the more states there are', () => {
    const growing = (index: number) =>
      cells((cell) => (2 << 20) + (cell % 2 === 0 ? oneOf(10, index, 0) : index) * (cell + 1));
    expect(divided(growing, CELLS, 64 * SAMPLE_STATES)).toBeUndefined();
    expect(divided(paying, CELLS, 64 * SAMPLE_STATES)).toBeDefined();
  });
});
