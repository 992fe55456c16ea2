// Goal: cells whose values go together are one group, and groups are counted as they are. Method: samples made by hand, and counts beside those of a Set of texts.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CellGroups, type StateSample } from '../../src/core/cell-groups.js';

function sampleOf(states: readonly (readonly number[])[]): StateSample {
  return { count: states.length, cellCount: states[0]!.length, vectors: Int32Array.from(states.flat()) };
}

const alone = (cells: number) => Array.from({ length: cells }, (_, cell) => [cell]);
const sorted = (groups: CellGroups) =>
  groups.cells.map((cells) => cells.toSorted((one, other) => one - other));

it('unites cells that tell of each other', () => {
  // Cells 0 and 3 are told by one number, 1, 2 and 4 by another.
  const states = Array.from({ length: 400 }, (_, index) => {
    const [one, other] = [index % 20, Math.floor(index / 20)];
    return [one, other, 7 * other, 19 - one, other ^ 5];
  });
  const groups = new CellGroups(alone(5), [5, 5, 8, 5, 5], sampleOf(states));
  groups.uniteTo(2);
  expect(sorted(groups)).toEqual([
    [0, 3],
    [1, 2, 4],
  ]);
  expect(groups.sizes).toEqual([
    { bits: 10, distinct: 20, inHalf: 10 },
    { bits: 18, distinct: 20, inHalf: 20 },
  ]);
});

it('unites what costs least: many bits of many values stay apart', () => {
  // Each cell is told by its own number; the first two have few values.
  const states = Array.from({ length: 256 }, (_, index) => [index & 1, (index >> 1) & 1, index >> 2]);
  const groups = new CellGroups(alone(3), [1, 1, 31], sampleOf(states));
  groups.uniteTo(2);
  expect(sorted(groups)).toEqual([[0, 1], [2]]);
});

it('unites what saves most, though other unions are smaller', () => {
  const states = Array.from({ length: 800 }, (_, index) => [
    index % 200,
    index % 200,
    index & 1,
    (index >> 1) & 1,
  ]);
  const groups = new CellGroups(alone(4), [31, 31, 1, 1], sampleOf(states));
  groups.uniteTo(3);
  expect(sorted(groups)).toEqual([[0, 1], [2], [3]]);
});

it('counts the different values of its groups, also after they were united', () => {
  const state = fc.array(fc.nat(3), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(state, { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 1, max: 6 }),
      (states, to) => {
        const groups = new CellGroups(alone(6), [2, 2, 2, 2, 2, 2], sampleOf(states));
        groups.uniteTo(to);
        expect(groups.cells.flat().toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
        const differentIn = (some: typeof states, cells: readonly number[]) =>
          new Set(some.map((values) => cells.map((cell) => values[cell]).join())).size;
        expect(groups.sizes).toEqual(
          groups.cells.map((cells) => ({
            bits: 2 * cells.length,
            distinct: differentIn(states, cells),
            inHalf: differentIn(
              states.filter((_, at) => at % 2 === 0),
              cells,
            ),
          })),
        );
      },
    ),
  );
});

it('leaves groups alone of which there are no more than asked for', () => {
  const groups = new CellGroups([[0, 1], [2]], [1, 1, 1], sampleOf([[0, 1, 0]]));
  groups.uniteTo(3);
  expect(groups.cells).toEqual([[0, 1], [2]]);
});
