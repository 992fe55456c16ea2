import type { CoreExports, CoreInstance } from './core-module.js';
import { DividedRows, endOfStates } from './divided-rows.js';
import {
  AWAKE_AT,
  INDEX_AT,
  PARENT_BITS_AT,
  PARENT_SAMPLES_AT,
  ROOM,
  ROWS_AT,
  SCRATCH_AT,
} from './memory-map.js';
import { Packing } from './packing.js';
import { DIVISION, SAMPLE_STATES } from './row-division.js';
import { hashFactors, WORDS_MAX } from './hash-factors.js';
import { RowLayout, STAGE_MAX } from './row-layout.js';
import { SuccessorChanges } from './successor-changes.js';
import type { TableMemory } from './table-memory.js';

/** Entries of the log after which the host takes it over, and the room for it. */
export const LOG_MAX = 1 << 15;
const WORD_BYTES = 4;
const SHARDS_INTS = 256 * 8;
/** All rows are laid out anew when the set has grown by this factor since they last were, so that cells have one field again. */
const TIDY_FACTOR = 8;
const TIDY_STATES_MIN = 1 << 10;
/** Of more states, laying out anew would take more than half a second, and save no more than it takes. */
const TIDY_STATES_MAX = 1 << 21;
/** Of more states, laying out anew takes more time than one field for each cell saves later, unless rows become shorter. */
const TIDY_FIELDS_STATES_MAX = 1 << 16;
const NO_PARENT = 0xffff_ffff;
/** Cells of so many bits get one bit more when rows are divided: their values are still growing. */
const GROWING_BITS = 4;
const VALUE_BITS_MAX = 31;

/** Integers that the core may need beyond `LOG_MAX` to tell what came of one state. */
const CLOSE_INTS_MAX = 1 + (STAGE_MAX >> 5);
const HAS_FAULTS = 0x8000_0000;

/** Told of where steps lead, in the order in which they are staged; of each state, how many steps it has; then of those of its steps that are faults. */
interface Listener {
  /** Whether it is still to be told. */
  readonly isWhole: boolean;
  addAll(states: Int32Array, from: number, to: number): void;
  close(steps: number, mayEnd: boolean, isLeft: boolean): void;
  noteFault(step: number): void;
}

/** Thrown when states have no more room. The search goes on without the core; to whoever does not know it, it is a typed array that is not to be had. */
export class StatesFull extends RangeError {
  constructor() {
    super('Array buffer allocation failed: the states of a core are full');
  }
}

/** The visited states of a search, packed in a core's memory, numbered in the order in which they were added. */
export class CoreStates {
  readonly layout: RowLayout;
  private readonly changes: SuccessorChanges;
  private readonly foundAt: number;
  private readonly logAt: number;
  private readonly closedAt: number;
  private tidyAt = TIDY_STATES_MIN;
  private divideAt = DIVISION.from;
  /** `undefined`: rows are kept whole. */
  private divided: DividedRows | undefined;
  private readonly origins: number[] = [];
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
    this.ints.set(hashFactors(), factorsAt >> 2);
    this.core.laySet(
      ROWS_AT,
      ROOM.rowsEnd,
      INDEX_AT,
      SCRATCH_AT,
      PARENT_BITS_AT,
      PARENT_SAMPLES_AT,
      AWAKE_AT,
      ROOM.awakeSlots,
      shards,
      ROOM.oneShardMax,
      factorsAt,
    );
    const hashes = memory.allocate(2 * STAGE_MAX);
    const parents = memory.allocate(STAGE_MAX);
    const awakeRows = memory.allocate(2 * STAGE_MAX);
    this.foundAt = memory.allocate(STAGE_MAX);
    this.logAt = memory.allocate(LOG_MAX + 2 * STAGE_MAX);
    this.closedAt = memory.allocate(LOG_MAX + CLOSE_INTS_MAX);
    this.changes = new SuccessorChanges(memory);
    this.core.layClosed(this.closedAt, Math.min(statesMax, NO_PARENT));
    this.layout = new RowLayout(this.core, memory, hashes, parents, awakeRows, this.logAt);
  }

  get size(): number {
    return this.core.stateCount();
  }

  /** The size after the next `flush`, if every staged state is new. */
  get sizeMax(): number {
    return this.core.stateCount() + this.core.stagedCount();
  }

  private get packing(): Packing {
    return this.layout.packing;
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

  /** Whether somebody is told of what becomes of each state. */
  get isTelling(): boolean {
    return this.listener !== undefined;
  }

  /** Adds a state given as a vector. Returns its number. */
  addVector(vector: Int32Array, cellCount: number, parent: number): number {
    this.flush();
    for (let cell = 0; cell < cellCount; cell++) this.makeRoom(cell, vector[cell]!);
    const at = this.layout.vectorAt >> 2;
    const count = this.packing.widths.length;
    for (let cell = 0; cell < count; cell++) this.ints[at + cell] = cell < cellCount ? vector[cell]! : 0;
    const state = this.core.addVector(parent < 0 ? NO_PARENT : parent);
    if (parent < 0 && this.core.wasNew() !== 0) this.origins.push(parent);
    return state;
  }

  /** Writes a state into a vector of at least as many cells as the state has. */
  read(state: number, vector: Int32Array): void {
    this.core.read(state >>> 0);
    const at = this.layout.vectorAt >> 2;
    const count = this.packing.widths.length;
    const { ints } = this;
    for (let cell = 0; cell < count; cell++) vector[cell] = ints[at + cell]!;
    for (let cell = count; cell < vector.length; cell++) vector[cell] = 0;
  }

  /** Writes what states have in some cells, from one state on to before another, cell after cell. A cell of -1 holds 0. */
  readCells(cells: readonly number[], from: number, to: number, into: Int32Array): void {
    const { memory, ints } = this;
    const known = this.packing.widths.length;
    const count = cells.length * (to - from);
    const list = memory.allocate(cells.length);
    const at = memory.allocate(count);
    ints.set(
      cells.map((cell) => (cell < known ? cell : -1)),
      list >> 2,
    );
    this.core.readCells(from, to, list, cells.length, at);
    into.set(ints.subarray(at >> 2, (at >> 2) + count));
    memory.release(at, count);
    memory.release(list, cells.length);
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
    this.changes.write(cells, values, start, count);
    for (let from = 0; from < count; from += STAGE_MAX) {
      this.stagePart(parent, from, count);
      this.drain();
    }
  }

  private stagePart(parent: number, from: number, count: number): void {
    const part = Math.min(STAGE_MAX, count - from);
    const { changes } = this;
    this.core.stage(parent, part, changes.startsAt(from), changes.cellsAt, changes.valuesAt);
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
    this.changes.write(cells, values, start, count);
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
    if (this.listener !== undefined) this.tell(this.listener, logged, closed);
    if (logged > 0) core.resetLog();
    if (closed > 0) core.resetClosed();
    if (this.listener?.isWhole === false) this.stopListening();
  }

  /** From now on the core need not perform steps of which it is known that they lead to states that are there. */
  private stopListening(): void {
    this.listener = undefined;
    this.core.setLogging(0);
    this.core.resetLog();
    this.core.resetClosed();
  }

  /** Tells a listener where steps lead, and what came of states. */
  private tell(listener: Listener, logged: number, closed: number): void {
    const { ints } = this;
    const log = this.logAt >> 2;
    const closes = this.closedAt >> 2;
    listener.addAll(ints, log, log + logged);
    for (let at = closes; at < closes + closed; at++) {
      const entry = ints[at]!;
      const steps = (entry & ~HAS_FAULTS) >>> 2;
      listener.close(steps, (entry & 1) === 1, (entry & 2) === 2);
      if ((entry & HAS_FAULTS) === 0) continue;
      for (let step = 0; step < steps; step += 32) {
        for (let bits = ints[++at]!; bits !== 0; bits &= bits - 1)
          listener.noteFault(step + 31 - Math.clz32(bits & -bits));
      }
    }
  }

  /** Makes room for a value at a cell, in every row. @throws StatesFull */
  makeRoom(cell: number, value: number): void {
    if (value <= this.packing.capacity[cell]!) return;
    this.core.flush();
    const before = this.packing.words;
    // One word more, if any.
    if (before === WORDS_MAX || this.core.mayRowsGrow(WORD_BYTES) === 0) throw new StatesFull();
    this.layout.widen(cell, value);
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
    if (tidied.words === this.packing.words && this.size > TIDY_FIELDS_STATES_MAX) return;
    const cells = this.layout.layCellsOf(tidied);
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
    const cells = this.layout.layCellsOf(parted);
    const row = memory.allocate(parted.words);
    const rowBytes = WORD_BYTES * parted.words;
    const hasRoom = core.divideRows(cells, rowBytes, divided.at, divided.parts, divided.statesEnd, row);
    memory.release(row, parted.words);
    if (hasRoom === 0) {
      this.layout.release(cells, parted);
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

  /** All rows are laid out as the packing has it. */
  private takeOver(packing: Packing, cells: number): void {
    this.layout.release(cells, packing);
    this.layout.change(packing);
    this.core.rebuild();
  }
}
