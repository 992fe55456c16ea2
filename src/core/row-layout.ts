import type { CoreExports } from './core-module.js';
import { layLists } from './lists.js';
import { Packing } from './packing.js';
import type { TableMemory } from './table-memory.js';

/** Rows that may be put down before they are added. A state with more successors is the host's. */
export const STAGE_MAX = 1 << 11;
/** Rows beside those that are staged: one that is built, and those that the core puts together from their parts. */
const FURTHER_ROWS = 1 + 3;
const WORD_BYTES = 4;
const CELL_INTS = 4;
const FURTHER_INTS = 6;

/** Where the fields of cells lie in rows, in the core's memory, with the rows that are staged and the vector that states are read into. */
export class RowLayout {
  private laid = new Packing([]);
  private cells = 0;
  private cellsMax = 0;
  private further = 0;
  private furtherMax = 0;
  private at = 0;
  private cellsOfWords = 0;
  private cellsOfWordsInts = 0;
  private judgedBy = 0;
  private stageAt = 0;
  private stageWords = 0;
  private readonly ints: Int32Array;

  /**
   * @param hashes of staged rows, `parents` of their states, `awakeRows`: which sources are awake in them
   * @param logAt where it is logged what becomes of them
   */
  constructor(
    private readonly core: CoreExports,
    private readonly memory: TableMemory,
    private readonly hashes: number,
    private readonly parents: number,
    private readonly awakeRows: number,
    private readonly logAt: number,
  ) {
    this.ints = memory.ints;
    this.lay();
  }

  get packing(): Packing {
    return this.laid;
  }

  /** The address of the vector. */
  get vectorAt(): number {
    return this.at;
  }

  /** Makes a place for a cell in the vector: until a state has another value there, it holds 0 and takes no bits. */
  makeCell(cell: number): void {
    if (cell < this.packing.widths.length) return;
    this.packing.lengthen(cell + 1);
    this.lay();
  }

  /** Makes room for a value at a cell. The core's rows stay as they are. */
  widen(cell: number, value: number): void {
    this.packing.widen(cell, value);
    this.lay();
  }

  /** Says that something numbered from 0 to 63 is judged by a cell. */
  noteJudgedBy(cell: number, number: number): void {
    this.makeCell(cell);
    this.ints[(this.judgedBy >> 2) + 2 * cell + (number >> 5)]! |= 1 << (number & 31);
  }

  /** Takes back all that `noteJudgedBy` said. */
  forgetJudgedBy(): void {
    this.ints.fill(0, this.judgedBy >> 2, (this.judgedBy >> 2) + 2 * this.cellsMax);
  }

  /** Writes down the fields that cells are to have by another packing. Returns their address. */
  layCellsOf(packing: Packing): number {
    const cells = this.memory.allocate(CELL_INTS * packing.widths.length);
    writeCells(this.ints, cells >> 2, packing);
    return cells;
  }

  /** Gives up what `layCellsOf` wrote. */
  release(cells: number, packing: Packing): void {
    this.memory.release(cells, CELL_INTS * packing.widths.length);
  }

  /** As of now rows are laid out as this packing has it. */
  change(packing: Packing): void {
    this.laid = packing;
    this.lay();
  }

  /** By word, the cells that have a field in it. */
  private layCellsOfWords(): void {
    const { packing, memory } = this;
    const lists: number[][] = Array.from({ length: packing.words }, () => []);
    packing.widths.forEach((width, cell) => {
      if (width > 0) lists[packing.word[cell]!]!.push(cell);
    });
    for (const { cell, word } of packing.further) if (!lists[word]!.includes(cell)) lists[word]!.push(cell);
    const { ints, at } = layLists(memory, lists, this.cellsOfWords, this.cellsOfWordsInts);
    this.cellsOfWords = at;
    this.cellsOfWordsInts = ints;
  }

  /** Writes the further fields, those of one cell one after another: each has the address of the next, and the cell that of the first. */
  private writeFurther(): void {
    const { ints, packing } = this;
    const ends = new Map<number, number>();
    packing.further.forEach(({ cell, word, shift, max, low }, index) => {
      const at = this.further + WORD_BYTES * FURTHER_INTS * index;
      ints.set([cell, WORD_BYTES * word, shift, max, low, 0], at >> 2);
      ints[ends.get(cell) ?? (this.cells >> 2) + CELL_INTS * cell + 3] = at;
      ends.set(cell, (at >> 2) + FURTHER_INTS - 1);
    });
  }

  /** Tells the core how rows are laid out. */
  private lay(): void {
    const { packing, memory, ints } = this;
    const count = packing.widths.length;
    if (count > this.cellsMax || this.cellsMax === 0) {
      const before = this.cellsMax;
      if (before > 0) {
        memory.release(this.cells, CELL_INTS * before);
        memory.release(this.at, before);
      }
      this.cellsMax = Math.max(64, 2 * count);
      this.cells = memory.allocate(CELL_INTS * this.cellsMax);
      this.at = memory.allocate(this.cellsMax);
      this.judgedBy = memory.enlarge(this.judgedBy, 2 * before, 2 * this.cellsMax);
      ints.fill(0, (this.judgedBy >> 2) + 2 * before, (this.judgedBy >> 2) + 2 * this.cellsMax);
      this.core.layJudgedBy(this.judgedBy);
    }
    if (packing.further.length > this.furtherMax) {
      if (this.furtherMax > 0) memory.release(this.further, FURTHER_INTS * this.furtherMax);
      this.furtherMax = 2 * packing.further.length;
      this.further = memory.allocate(FURTHER_INTS * this.furtherMax);
    }
    if (packing.words > this.stageWords) {
      if (this.stageWords > 0) memory.release(this.stageAt, (STAGE_MAX + FURTHER_ROWS) * this.stageWords);
      this.stageWords = 2 * packing.words;
      this.stageAt = memory.allocate((STAGE_MAX + FURTHER_ROWS) * this.stageWords);
    }
    writeCells(ints, this.cells >> 2, packing);
    this.writeFurther();
    this.layCellsOfWords();
    const { core } = this;
    core.layCells(
      this.cells,
      count,
      this.further,
      packing.further.length,
      this.at,
      WORD_BYTES * packing.words,
      this.cellsOfWords,
    );
    const scratchRows = this.stageAt + WORD_BYTES * packing.words * (STAGE_MAX + 1);
    core.layStage(
      this.stageAt,
      this.hashes,
      this.parents,
      this.awakeRows,
      STAGE_MAX,
      this.logAt,
      scratchRows,
    );
  }
}

/** Writes the first fields of cells. */
function writeCells(ints: Int32Array, at: number, { widths, word, shift, max }: Packing): void {
  for (let cell = 0; cell < widths.length; cell++) {
    ints[at + CELL_INTS * cell] = WORD_BYTES * word[cell]!;
    ints[at + CELL_INTS * cell + 1] = shift[cell]!;
    ints[at + CELL_INTS * cell + 2] = max[cell]!;
    ints[at + CELL_INTS * cell + 3] = 0;
  }
}
