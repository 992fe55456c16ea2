import type { CoreExports, CoreInstance } from './core-module.js';
import { DividedRows, endOfStates } from './divided-rows.js';
import { INDEX_AT, PARENT_BITS_AT, PARENT_SAMPLES_AT, ROOM, ROWS_AT, SCRATCH_AT } from './memory-map.js';
import { Packing } from './packing.js';
import { DIVISION, SAMPLE_STATES } from './row-division.js';
import { layLists } from './lists.js';
import type { TableMemory } from './table-memory.js';

/** Rows that may be put down before they are added. A state with more successors is the host's. */
const STAGE_MAX = 1 << 11;
/** Entries of the log after which the host takes it over, and the room for it. */
export const LOG_MAX = 1 << 15;
const WORD_BYTES = 4;
const CELL_INTS = 4;
const FURTHER_INTS = 6;
const SHARDS_INTS = 256 * 8;
/** Words that a row may have at most. */
const WORDS_MAX = 1 << 9;
/** All rows are laid out anew when the set has grown by this factor since they last were, so that cells have one field again. */
const TIDY_FACTOR = 8;
const TIDY_STATES_MIN = 1 << 10;
/** Of more states, laying out anew would take more than half a second, and save no more than it takes. */
const TIDY_STATES_MAX = 1 << 21;
const NO_PARENT = 0xffff_ffff;
/** Rows beside those that are staged: one that is built, and those that the core puts together from their parts. */
const FURTHER_ROWS = 1 + 3;
/** Cells of so many bits get one bit more when rows are divided: their values are still growing. */
const GROWING_BITS = 4;
const VALUE_BITS_MAX = 31;

/** Told of where steps lead, in the order in which they are staged. */
interface Listener {
  add(state: number): void;
  close(steps: number, mayEnd: boolean): void;
}

/** Thrown when states have no more room. The search goes on without the core; to whoever does not know it, it is a typed array that is not to be had. */
export class StatesFull extends RangeError {
  constructor() {
    super('Array buffer allocation failed: the states of a core are full');
  }
}

/** The visited states of a search, packed in a core's memory, numbered in the order in which they were added. */
export class CoreStates {
  private packing = new Packing([]);
  private cells = 0;
  private cellsMax = 0;
  private further = 0;
  private furtherMax = 0;
  private vectorAt = 0;
  private cellsOfWords = 0;
  private cellsOfWordsInts = 0;
  private judgedBy = 0;
  private stageAt = 0;
  private stageWords = 0;
  private readonly hashes: number;
  private readonly parents: number;
  private readonly foundAt: number;
  private readonly logAt: number;
  private readonly closedAt: number;
  private tidyAt = TIDY_STATES_MIN;
  private divideAt = DIVISION.from;
  /** `undefined`: rows are kept whole. */
  private divided: DividedRows | undefined;
  private readonly origins: number[] = [];
  private changesMax = 1 << 10;
  private changesAt: number;
  private startsMax = 1 << 8;
  private startsAt: number;
  private listener: Listener | undefined;
  private readonly core: CoreExports;
  private readonly ints: Int32Array;

  constructor(
    instance: CoreInstance,
    private readonly memory: TableMemory,
    statesMax: number,
  ) {
    this.core = instance.exports;
    this.ints = memory.ints;
    const shards = memory.allocate(SHARDS_INTS);
    const factorsAt = memory.allocate(2 * WORDS_MAX);
    this.ints.set(factors(), factorsAt >> 2);
    this.core.laySet(
      ROWS_AT,
      ROOM.rowsEnd,
      INDEX_AT,
      SCRATCH_AT,
      PARENT_BITS_AT,
      PARENT_SAMPLES_AT,
      shards,
      factorsAt,
    );
    this.hashes = memory.allocate(2 * STAGE_MAX);
    this.parents = memory.allocate(STAGE_MAX);
    this.foundAt = memory.allocate(STAGE_MAX);
    this.logAt = memory.allocate(LOG_MAX + 2 * STAGE_MAX);
    this.closedAt = memory.allocate(LOG_MAX + 1);
    this.changesAt = memory.allocate(2 * this.changesMax);
    this.startsAt = memory.allocate(this.startsMax);
    this.core.layClosed(this.closedAt, Math.min(statesMax, NO_PARENT));
    this.lay();
  }

  get size(): number {
    return this.core.stateCount();
  }

  /** The size after the next `flush`, if every staged state is new. */
  get sizeMax(): number {
    return this.core.stateCount() + this.core.stagedCount();
  }

  get rowWords(): number {
    return this.packing.words;
  }

  /** Bytes held for states: rows, index, parents. */
  get bytes(): number {
    return this.core.bytes();
  }

  /** Bytes held besides, for tables. */
  get otherBytes(): number {
    return this.memory.bytes;
  }

  /** As of now, somebody is told of each state that is added or found, and of how many steps each state has that the core expands. */
  listen(listener: Listener): void {
    this.listener = listener;
    this.core.setLogging(1);
  }

  /** Adds a state given as a vector. Returns its number. */
  addVector(vector: Int32Array, cellCount: number, parent: number): number {
    this.flush();
    for (let cell = 0; cell < cellCount; cell++) this.makeRoom(cell, vector[cell]!);
    const at = this.vectorAt >> 2;
    const count = this.packing.widths.length;
    for (let cell = 0; cell < count; cell++) this.ints[at + cell] = cell < cellCount ? vector[cell]! : 0;
    const state = this.core.addVector(parent < 0 ? NO_PARENT : parent);
    if (parent < 0 && this.core.wasNew() !== 0) this.origins.push(parent);
    return state;
  }

  /** Writes a state into a vector of at least as many cells as the state has. */
  read(state: number, vector: Int32Array): void {
    this.core.read(state >>> 0);
    const at = this.vectorAt >> 2;
    const count = this.packing.widths.length;
    const { ints } = this;
    for (let cell = 0; cell < count; cell++) vector[cell] = ints[at + cell]!;
    for (let cell = count; cell < vector.length; cell++) vector[cell] = 0;
  }

  parent(state: number): number {
    return state < this.origins.length ? this.origins[state]! : this.core.parentOf(state);
  }

  /**
   * Puts down the `count` successors of a state, to be added by the next `flush` in this order: the k-th differs from `parent`
   * in `cells[start[k]..start[k + 1])`, where it has `values[start[k]..start[k + 1])`.
   *
   * @throws StatesFull where none has been put down
   */
  stage(cells: Int32Array, values: Int32Array, start: Int32Array, count: number, parent: number): void {
    const changes = start[count]!;
    for (let at = 0; at < changes; at++) this.makeRoom(cells[at]!, values[at]!);
    // Rows may have become longer, so that fewer have room.
    if (this.core.hasRoomFor(this.core.stagedCount() + count) === 0) throw new StatesFull();
    this.writeChanges(cells, values, start, count);
    for (let from = 0; from < count; from += STAGE_MAX) {
      this.stagePart(parent, from, count);
      this.drain();
    }
  }

  private stagePart(parent: number, from: number, count: number): void {
    const part = Math.min(STAGE_MAX, count - from);
    const valuesAt = this.changesAt + WORD_BYTES * this.changesMax;
    this.core.stage(parent, part, this.startsAt + WORD_BYTES * from, this.changesAt, valuesAt);
  }

  /** By hand: there are a few of them, again and again. */
  private writeChanges(cells: Int32Array, values: Int32Array, start: Int32Array, count: number): void {
    const changes = start[count]!;
    if (changes > this.changesMax || count + 1 > this.startsMax) {
      this.memory.release(this.changesAt, 2 * this.changesMax);
      this.memory.release(this.startsAt, this.startsMax);
      this.changesMax = Math.max(this.changesMax, 2 * changes);
      this.startsMax = Math.max(this.startsMax, 2 * (count + 1));
      this.changesAt = this.memory.allocate(2 * this.changesMax);
      this.startsAt = this.memory.allocate(this.startsMax);
    }
    const { ints, changesMax } = this;
    const startsAt = this.startsAt >> 2;
    for (let step = 0; step <= count; step++) ints[startsAt + step] = start[step]!;
    const cellsAt = this.changesAt >> 2;
    for (let at = 0; at < changes; at++) {
      ints[cellsAt + at] = cells[at]!;
      ints[cellsAt + changesMax + at] = values[at]!;
    }
  }

  /** Adds what was staged. */
  flush(): void {
    this.core.flush();
    this.drain();
  }

  /**
   * Lays all rows out anew if the set has grown by much since they last were, or divides them. Asked between levels: where else a search pauses depends on
   * time and threads, and what states take must not.
   */
  tidyIfDue(): void {
    this.flush();
    if (this.divided !== undefined) return;
    if (this.size >= this.divideAt && this.divide()) return;
    if (this.size >= this.tidyAt && this.size < TIDY_STATES_MAX) this.tidy();
  }

  /**
   * Finds the successors of a state again, given as in `stage`, in a set in which they all are. Nothing may be staged.
   *
   * @param into is filled with their numbers
   */
  locate(
    cells: Int32Array,
    values: Int32Array,
    start: Int32Array,
    count: number,
    parent: number,
    into: Int32Array,
  ): void {
    this.writeChanges(cells, values, start, count);
    const found = this.foundAt >> 2;
    for (let from = 0; from < count; from += STAGE_MAX) {
      this.stagePart(parent, from, count);
      this.core.locate(this.foundAt);
      const length = Math.min(STAGE_MAX, count - from);
      for (let at = 0; at < length; at++) {
        const state = this.ints[found + at]!;
        if (state < 0) throw new Error('a successor is not among the states');
        into[from + at] = state;
      }
    }
  }

  /** Tells the listener what the core has logged. */
  drain(): void {
    const { core } = this;
    const logged = core.loggedCount();
    const closed = core.closedCount();
    this.tell(this.logAt, logged, this.closedAt, closed);
    if (logged > 0) core.resetLog();
    if (closed > 0) core.resetClosed();
  }

  /** Tells the listener where steps lead, and how many steps states have, from addresses on. */
  tell(log: number, logged: number, closes: number, closed: number): void {
    const { ints, listener } = this;
    if (listener === undefined) return;
    const firstLogged = log >> 2;
    for (let at = firstLogged; at < firstLogged + logged; at++) listener.add(ints[at]!);
    const firstClosed = closes >> 2;
    for (let at = firstClosed; at < firstClosed + closed; at++) {
      const entry = ints[at]!;
      listener.close(entry >>> 1, (entry & 1) === 1);
    }
  }

  /** Makes a place for a cell in the vector: until a state has another value there, it holds 0 and takes no bits. */
  makeCell(cell: number): void {
    if (cell < this.packing.widths.length) return;
    this.packing.lengthen(cell + 1);
    this.lay();
  }

  /** Makes room for a value at a cell, in every row. @throws StatesFull */
  makeRoom(cell: number, value: number): void {
    if (value <= this.packing.capacity[cell]!) return;
    this.core.flush();
    const before = this.packing.words;
    // One word more, if any.
    if (before === WORDS_MAX || this.core.mayRowsGrow(WORD_BYTES) === 0) throw new StatesFull();
    this.packing.widen(cell, value);
    this.lay();
    if (this.packing.words === before) return;
    if (this.divided !== undefined) this.divided.lengthen(this.packing);
    else this.core.lengthenRows(WORD_BYTES * before, WORD_BYTES * this.packing.words);
  }

  /** Lays all rows out anew, so that every cell has one field. */
  private tidy(): void {
    this.tidyAt = this.size * TIDY_FACTOR;
    if (this.packing.further.length === 0) return;
    const tidied = new Packing(this.packing.widths);
    if (tidied.words > this.packing.words) return;
    const cells = this.layCellsOf(tidied);
    this.core.tidyRows(cells, WORD_BYTES * tidied.words);
    this.takeOver(tidied, cells);
  }

  /** Has rows kept in parts from now on, if states then take much less. */
  private divide(): boolean {
    this.divideAt = this.size * TIDY_FACTOR;
    const { core, memory, packing } = this;
    const { widths, words } = packing;
    const division = DIVISION.divisionFor(widths, words, this.sample(), this.size);
    if (division === undefined) return false;
    const roomy = widths.map((width) => (width < GROWING_BITS ? width : Math.min(VALUE_BITS_MAX, width + 1)));
    const parted = new Packing(roomy, division.partOfCell);
    // Tables may not be laid over rows.
    if (parted.words > WORDS_MAX || ROWS_AT + WORD_BYTES * words * this.size > endOfStates(ROWS_AT))
      return false;
    const divided = new DividedRows(core, memory, parted, division.parts, ROWS_AT);
    const cells = this.layCellsOf(parted);
    const row = memory.allocate(parted.words);
    const rowBytes = WORD_BYTES * parted.words;
    const hasRoom = core.divideRows(cells, rowBytes, divided.at, divided.parts, divided.statesEnd, row);
    memory.release(row, parted.words);
    if (hasRoom === 0) {
      memory.release(cells, CELL_INTS * widths.length);
      divided.release();
      return false;
    }
    this.divided = divided;
    this.takeOver(parted, cells);
    return true;
  }

  /** States at equal distances. */
  private sample() {
    const count = Math.min(this.size, SAMPLE_STATES);
    const cellCount = this.packing.widths.length;
    const vectors = new Int32Array(count * cellCount);
    for (let at = 0; at < count; at++) {
      const vector = vectors.subarray(at * cellCount, (at + 1) * cellCount);
      this.read(Math.floor((at * this.size) / count), vector);
    }
    return { count, cellCount, vectors };
  }

  private layCellsOf(packing: Packing): number {
    const cells = this.memory.allocate(CELL_INTS * packing.widths.length);
    writeCells(this.ints, cells >> 2, packing);
    return cells;
  }

  /** All rows are laid out as the packing has it. */
  private takeOver(packing: Packing, cells: number): void {
    this.memory.release(cells, CELL_INTS * packing.widths.length);
    this.packing = packing;
    this.lay();
    this.core.rebuild();
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
        memory.release(this.vectorAt, before);
      }
      this.cellsMax = Math.max(64, 2 * count);
      this.cells = memory.allocate(CELL_INTS * this.cellsMax);
      this.vectorAt = memory.allocate(this.cellsMax);
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
      this.vectorAt,
      WORD_BYTES * packing.words,
      this.cellsOfWords,
    );
    const scratchRows = this.stageAt + WORD_BYTES * packing.words * (STAGE_MAX + 1);
    core.layStage(this.stageAt, this.hashes, this.parents, STAGE_MAX, this.logAt, scratchRows);
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

let factorsOfWords: Int32Array | undefined;

/** An odd 64-bit factor for each word of a row (splitmix64): a row's hash is the sum of its words times theirs. */
function factors(): Int32Array {
  if (factorsOfWords !== undefined) return factorsOfWords;
  const found = new BigUint64Array(WORDS_MAX);
  let seed = 0n;
  for (let word = 0; word < WORDS_MAX; word++) {
    seed = BigInt.asUintN(64, seed + 0x9e3779b97f4a7c15n);
    let factor = BigInt.asUintN(64, (seed ^ (seed >> 30n)) * 0xbf58476d1ce4e5b9n);
    factor = BigInt.asUintN(64, (factor ^ (factor >> 27n)) * 0x94d049bb133111ebn);
    found[word] = (factor ^ (factor >> 31n)) | 1n;
  }
  return (factorsOfWords = new Int32Array(found.buffer));
}
