// Goal: the tables of parts lie where no other is, and have the words that are theirs. Method: what is laid out for the core, read back.

import { afterEach, describe, expect, it } from 'vitest';
import type { CoreExports } from '../../src/core/core-module.js';
import { DividedRows, endOfStates } from '../../src/core/divided-rows.js';
import { ROOM } from '../../src/core/memory-map.js';
import { Packing } from '../../src/core/packing.js';
import { TableMemory } from '../../src/core/table-memory.js';

const MIB = 2 ** 20;
const ROWS_AT = MIB;
const PART_INTS = 9;
const room = { ...ROOM };
afterEach(() => {
  Object.assign(ROOM, room);
});

/** Rows of cells of a word each, or less, in parts. */
function laid(widths: readonly number[], partOfCell: readonly number[], parts: number) {
  Object.assign(ROOM, { tablesEnd: MIB, rowsEnd: 3 * MIB });
  const lengthened: number[][] = [];
  const core = { lengthenPart: (...given: number[]) => lengthened.push(given) } as unknown as CoreExports;
  const memory = new TableMemory(new SharedArrayBuffer(3 * MIB));
  memory.ints.fill(-1, ROWS_AT / 4);
  const packing = new Packing(widths, partOfCell);
  const before = memory.bytes;
  const rows = new DividedRows(core, memory, packing, parts, ROWS_AT);
  const part = (number: number) => {
    const [at, bytes, count, rowsEnd, index, slots, indexEnd, pieces, piecesEnd] = memory.ints.subarray(
      rows.at / 4 + PART_INTS * number,
    ) as unknown as [number, number, number, number, number, number, number, number, number];
    return {
      at,
      bytes,
      count,
      rowsEnd,
      index,
      slots,
      indexEnd,
      pieces: [...memory.ints.subarray(pieces / 4, piecesEnd / 4)],
    };
  };
  return { rows, part, memory, packing, lengthened, before };
}

describe('the tables of parts', () => {
  it('lie one after the other, behind what is kept of states, and are empty', () => {
    const { rows, part, memory } = laid([32, 20, 20, 20, 32], [0, 1, 2, 1, 1], 3);
    expect(rows.statesEnd).toBe(endOfStates(ROWS_AT));
    let end = rows.statesEnd;
    expect(end).toBeGreaterThan(ROWS_AT + MIB);
    for (const number of [0, 1, 2]) {
      const { at, bytes, count, rowsEnd, index, slots, indexEnd } = part(number);
      expect([at, count]).toEqual([end, 0]);
      expect(rowsEnd).toBe(index);
      // As many slots as the rows may need for which there is room.
      const rowsMax = Math.floor((rowsEnd - at) / bytes);
      expect((indexEnd - index) / 4 / rowsMax).toBeCloseTo(8 / 3, 1);
      expect(memory.ints.subarray(index / 4, index / 4 + slots).every((slot) => slot === 0)).toBe(true);
      end = indexEnd;
    }
    expect(end).toBeLessThanOrEqual(ROOM.rowsEnd);
  });

  it('have the words of their cells, by runs', () => {
    const { rows, part, packing, lengthened } = laid([32, 31, 30, 29], [0, 1, 1, 0], 2);
    expect(packing.partOfWord).toEqual([0, 0, 1, 1]);
    expect([part(0).pieces, part(1).pieces]).toEqual([
      [0, 8],
      [8, 8],
    ]);
    packing.widen(0, 1);
    // Cell 2 has 2 bits left in its word, which is too little for one more cell of 3.
    packing.widen(7, 2 ** 31 - 1);
    expect(packing.partOfWord).toEqual([0, 0, 1, 1, 0]);
    rows.lengthen(packing);
    expect(lengthened).toEqual([[0, 4]]);
    expect([part(0).pieces, part(1).pieces]).toEqual([
      [0, 8, 16, 4],
      [8, 8],
    ]);
  });

  it('leave the memory for tables as it was, where they are given back', () => {
    const { rows, memory, packing, before } = laid([32, 32], [0, 1], 2);
    rows.release();
    const { bytes } = memory;
    expect(bytes).toBeGreaterThan(before);
    new DividedRows({} as CoreExports, memory, packing, 2, ROWS_AT);
    expect(memory.bytes).toBe(bytes);
  });
});
