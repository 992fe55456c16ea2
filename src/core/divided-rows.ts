import type { CoreExports } from './core-module.js';
import { ROOM } from './memory-map.js';
import type { Packing } from './packing.js';
import type { TableMemory } from './table-memory.js';

/** Integers of a part, and which of them is what; see `assembly/row-parts.ts`. */
const PART_INTS = 9;
const ROWS = 0;
const BYTES = 1;
const COUNT = 2;
const ROWS_END = 3;
const INDEX = 4;
const SLOTS = 5;
const INDEX_END = 6;
const PIECES = 7;
const PIECES_END = 8;

const WORD_BYTES = 4;
const SLOTS_MIN = 1 << 6;
/** Share of the room for rows that is for the numbers of states' parts; the tables of the parts have the rest, each as much as every other. */
const STATES_SHARE = 0.6;
/** Slots for each row that a table has room for: as many as there may be when their number has just been doubled. */
const SLOTS_PER_ROW = 8 / 3;
/** Tables begin at a page of the machine. */
const PAGE_BYTES = 4_096;

/** Where what is kept for each state ends once rows are divided, and the tables of the parts begin. */
export function endOfStates(rowsAt: number): number {
  return rowsAt + pagesOf((ROOM.rowsEnd - rowsAt) * STATES_SHARE);
}

/** Rows in parts, as the core keeps them: where each part's table is, and which words of a row it has. */
export class DividedRows {
  /** Where what is kept for each state ends. */
  readonly statesEnd: number;
  readonly at: number;
  private readonly pieces: { at: number; ints: number }[] = [];

  /** @param rowsAt where the rows of states begin */
  constructor(
    private readonly core: CoreExports,
    private readonly memory: TableMemory,
    packing: Packing,
    readonly parts: number,
    rowsAt: number,
  ) {
    this.statesEnd = endOfStates(rowsAt);
    const tableBytes = pagesOf((ROOM.rowsEnd - this.statesEnd) / parts);
    this.at = memory.allocate(PART_INTS * parts);
    for (let part = 0; part < parts; part++) {
      const tableAt = this.statesEnd + part * tableBytes;
      const rowBytes = WORD_BYTES * packing.partOfWord.filter((of) => of === part).length;
      const rowsShare = rowBytes / (rowBytes + WORD_BYTES * SLOTS_PER_ROW);
      const indexAt = tableAt + Math.floor((tableBytes * rowsShare) / WORD_BYTES) * WORD_BYTES;
      this.set(part, ROWS, tableAt);
      this.set(part, BYTES, rowBytes);
      this.set(part, COUNT, 0);
      this.set(part, ROWS_END, indexAt);
      this.set(part, INDEX, indexAt);
      this.set(part, SLOTS, SLOTS_MIN);
      this.set(part, INDEX_END, tableAt + tableBytes);
      memory.ints.fill(0, indexAt / WORD_BYTES, indexAt / WORD_BYTES + SLOTS_MIN);
      this.pieces.push(this.layPieces(part, packing));
    }
  }

  /** Gives back what is held for parts outside of their tables: rows stay whole. */
  release(): void {
    this.memory.release(this.at, PART_INTS * this.parts);
    for (const { at, ints } of this.pieces) this.memory.release(at, ints);
  }

  /** Rows have got a word more, the last. */
  lengthen(packing: Packing): void {
    const part = packing.partOfWord.at(-1)!;
    this.core.lengthenPart(part, WORD_BYTES);
    const { at, ints } = this.pieces[part]!;
    this.memory.release(at, ints);
    this.pieces[part] = this.layPieces(part, packing);
  }

  /** A part's words, as runs of such as stand together in a row. */
  private layPieces(part: number, { partOfWord }: Packing): { at: number; ints: number } {
    const pieces: number[] = [];
    partOfWord.forEach((of, word) => {
      if (of !== part) return;
      if (word > 0 && partOfWord[word - 1] === part) pieces[pieces.length - 1]! += WORD_BYTES;
      else pieces.push(WORD_BYTES * word, WORD_BYTES);
    });
    const at = this.memory.allocate(pieces.length);
    this.memory.ints.set(pieces, at / WORD_BYTES);
    this.set(part, PIECES, at);
    this.set(part, PIECES_END, at + WORD_BYTES * pieces.length);
    return { at, ints: pieces.length };
  }

  private set(part: number, field: number, value: number): void {
    this.memory.ints[this.at / WORD_BYTES + PART_INTS * part + field] = value;
  }
}

function pagesOf(bytes: number): number {
  return Math.floor(bytes / PAGE_BYTES) * PAGE_BYTES;
}
