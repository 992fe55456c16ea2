import { mix } from '../engine/store/hash.js';
import { Packing } from '../core/packing.js';
import type { StepListener, VisitedStates } from './visited-states.js';

/** States in one chunk of the arena. */
const CHUNK_BITS = 16;
const CHUNK_STATES = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_STATES - 1;
/** The first chunk starts smaller and doubles, so that a small set is small. */
const FIRST_CHUNK_STATES = 1 << 8;
/** The index grows when more than this share of it is in use. */
const LOAD_MAX = 0.8;
const INDEX_BITS_MIN = 12;
/** Rows that are staged before they are added: enough for the processor to overlap its waits, few enough for its caches. */
const STAGED_MIN = 256;
/** All rows are laid out anew when the set has grown by this factor since they last were, so that cells have one field again. */
const TIDY_FACTOR = 8;
const TIDY_STATES_MIN = 1 << 10;
/** State ids stay below this, so that an index entry has room for id and tag. */
export const STATES_MAX = 2 ** 30;

/**
 * The visited states, packed to a few 32-bit words each, numbered in the order in which they were added, each with the
 * state that it was reached from.
 *
 * Rows live in an arena of chunks that are never copied as a whole. The index is one open-addressing table of 32-bit entries: a
 * state's number plus one, and above it as many bits of its hash as are left, so that nearly every probe of a wrong state is
 * refused without reading the arena. As the index holds nothing that the arena does not, it is dropped before a larger one is
 * built: growing never holds two of them.
 */
export class StateSet implements VisitedStates {
  size = 0;
  private listener: StepListener | undefined;
  /** Whether the last `addVector` found a state that was not there before. */
  added = false;
  private packing = new Packing([]);
  /** Words of a row. */
  private words = 1;
  private readonly rows: Int32Array[] = [];
  private readonly parents: Int32Array[] = [];
  private index = new Int32Array(1 << INDEX_BITS_MIN);
  private indexBits = INDEX_BITS_MIN;
  private growAt = Math.floor(LOAD_MAX * 2 ** INDEX_BITS_MIN);
  private tidyAt = TIDY_STATES_MIN;
  /** The row being built by `addVector`. */
  private row = new Int32Array(1);
  /** Rows that wait for `flush`, their hashes and their parents. */
  private staged = new Int32Array(STAGED_MIN);
  private stagedHashes = new Int32Array(STAGED_MIN);
  private stagedParents = new Int32Array(STAGED_MIN);
  private stagedCount = 0;
  /** What `flush` touched: of no other use. */
  protected touched = 0;

  /** The size after the next `flush`, if every staged state is new. */
  get sizeMax(): number {
    return this.size + this.stagedCount;
  }

  /** Bytes held for states: rows, parents and index. */
  get bytes(): number {
    const room = this.parents.reduce((sum, chunk) => sum + chunk.length, 0);
    return 4 * (room * (this.words + 1) + this.index.length);
  }

  listen(listener: StepListener): void {
    this.listener = listener;
  }

  /** Adds a state given as a vector. Returns its number. */
  addVector(vector: Int32Array, cellCount: number, parent: number): number {
    for (let cell = 0; cell < cellCount; cell++) {
      if (!(vector[cell]! <= this.packing.capacity[cell]!)) this.widen(cell, vector[cell]!);
    }
    this.row.fill(0);
    for (let cell = 0; cell < cellCount; cell++) this.put(this.row, 0, cell, vector[cell]!);
    const state = this.addRow(this.row, 0, this.hash(this.row, 0), parent);
    if (this.size >= this.tidyAt && this.stagedCount === 0) this.tidy();
    return state;
  }

  /** Writes a state into a vector of at least as many cells as the state has. */
  read(state: number, vector: Int32Array): void {
    const { word, shift, max, further } = this.packing;
    const chunk = this.rows[state >>> CHUNK_BITS]!;
    const at = (state & CHUNK_MASK) * this.words;
    const count = max.length;
    for (let cell = 0; cell < count; cell++)
      vector[cell] = (chunk[at + word[cell]!]! >>> shift[cell]!) & max[cell]!;
    for (let cell = count; cell < vector.length; cell++) vector[cell] = 0;
    for (let index = 0; index < further.length; index++) {
      const field = further[index]!;
      vector[field.cell]! |= ((chunk[at + field.word]! >>> field.shift) & field.max) << field.low;
    }
  }

  /** Writes what states have in some cells, from one state on to before another, cell after cell. A cell of -1 holds 0. */
  readCells(cells: readonly number[], from: number, to: number, into: Int32Array): void {
    const vector = new Int32Array(this.packing.max.length);
    for (let state = from; state < to; state++) {
      this.read(state, vector);
      cells.forEach((cell, index) => (into[index * (to - from) + state - from] = vector[cell] ?? 0));
    }
  }

  parent(state: number): number {
    return this.parents[state >>> CHUNK_BITS]![state & CHUNK_MASK]!;
  }

  /**
   * Puts down the `count` successors of a state, to be added by the next `flush` in this order: the k-th differs from `parent`
   * in `cells[start[k]..start[k + 1])`, where it has `values[start[k]..start[k + 1])`.
   */
  stage(cells: Int32Array, values: Int32Array, start: Int32Array, count: number, parent: number): void {
    this.makeRoom(cells, values, start[count]!, count);
    const { word, shift, mask, max, isSplit } = this.packing;
    const { words, staged, stagedHashes, stagedParents } = this;
    const base = this.rows[parent >>> CHUNK_BITS]!;
    const baseAt = (parent & CHUNK_MASK) * words;
    let next = this.stagedCount;
    let row = next * words;
    for (let step = 0; step < count; step++) {
      for (let at = 0; at < words; at++) staged[row + at] = base[baseAt + at]!;
      const end = start[step + 1]!;
      for (let at = start[step]!; at < end; at++) {
        const cell = cells[at]!;
        // A cell without bits has an empty mask, and the value 0: it changes nothing.
        const index = row + word[cell]!;
        staged[index] = (staged[index]! & ~mask[cell]!) | ((values[at]! & max[cell]!) << shift[cell]!);
        if (isSplit[cell] === 1) this.putFurther(staged, row, cell, values[at]!);
      }
      stagedHashes[next] = this.hash(staged, row);
      stagedParents[next] = parent;
      next++;
      row += words;
    }
    this.stagedCount = next;
  }

  /**
   * Adds what was staged. A search spends most of its time waiting for memory, here: so all the hash slots that will be looked at
   * are touched first, in loops so short that the processor waits for many of them at once.
   */
  flush(): void {
    const { index, rows, words, staged, stagedHashes, stagedParents, stagedCount } = this;
    // Reset first: when memory runs out below, nothing may be added a second time.
    this.stagedCount = 0;
    const slotMask = index.length - 1;
    const tagMask = -1 << this.indexBits;
    let touched = 0;
    for (let at = 0; at < stagedCount; at++) touched ^= index[home(stagedHashes[at]!) & slotMask]!;
    for (let at = 0; at < stagedCount; at++) {
      const hash = stagedHashes[at]!;
      const entry = index[home(hash) & slotMask]!;
      if (entry !== 0 && ((entry ^ hash) & tagMask) === 0) {
        const state = (entry & ~tagMask) - 1;
        touched ^= rows[state >>> CHUNK_BITS]![(state & CHUNK_MASK) * words]!;
      }
    }
    // Kept, or the compiler would leave the loops out.
    this.touched = touched;
    const { listener } = this;
    for (let at = 0; at < stagedCount; at++) {
      const state = this.addRow(staged, at * words, stagedHashes[at]!, stagedParents[at]!);
      if (listener !== undefined) listener.add(state);
    }
    if (this.size >= this.tidyAt) this.tidy();
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
    this.stage(cells, values, start, count, parent);
    const { index, staged, stagedHashes, words } = this;
    this.stagedCount = 0;
    const slotMask = index.length - 1;
    let touched = 0;
    for (let at = 0; at < count; at++) touched ^= index[home(stagedHashes[at]!) & slotMask]!;
    this.touched = touched;
    for (let at = 0; at < count; at++) into[at] = this.find(staged, at * words, stagedHashes[at]!);
  }

  /** Makes room for `count` more rows, and in every row for such values in such cells. */
  private makeRoom(cells: Int32Array, values: Int32Array, changes: number, count: number): void {
    if (this.stagedCount + count > this.stagedHashes.length) {
      this.flush();
      if (count > this.stagedHashes.length) this.allocateStage(2 * count);
    }
    let { capacity } = this.packing;
    for (let at = 0; at < changes; at++) {
      if (!(values[at]! <= capacity[cells[at]!]!)) {
        this.widen(cells[at]!, values[at]!);
        capacity = this.packing.capacity;
      }
    }
  }

  private allocateStage(count: number): void {
    this.staged = new Int32Array(count * this.words);
    this.stagedHashes = new Int32Array(count);
    this.stagedParents = new Int32Array(count);
  }

  private put(row: Int32Array, at: number, cell: number, value: number): void {
    const { word, shift, mask, max, isSplit } = this.packing;
    const index = at + word[cell]!;
    row[index] = (row[index]! & ~mask[cell]!) | ((value & max[cell]!) << shift[cell]!);
    if (isSplit[cell] === 1) this.putFurther(row, at, cell, value);
  }

  private putFurther(row: Int32Array, at: number, cell: number, value: number): void {
    const { further } = this.packing;
    for (let k = 0; k < further.length; k++) {
      const field = further[k]!;
      if (field.cell !== cell) continue;
      const index = at + field.word;
      row[index] =
        (row[index]! & ~(field.max << field.shift)) | (((value >>> field.low) & field.max) << field.shift);
    }
  }

  /** The number of a row that is there. */
  private find(row: Int32Array, from: number, hash: number): number {
    const { words, index, rows } = this;
    const slotMask = index.length - 1;
    const tagMask = -1 << this.indexBits;
    for (let probe = home(hash) & slotMask; ; probe = (probe + 1) & slotMask) {
      const entry = index[probe]!;
      if (entry === 0) throw new Error('a successor is not among the states');
      if (((entry ^ hash) & tagMask) !== 0) continue;
      const state = (entry & ~tagMask) - 1;
      const chunk = rows[state >>> CHUNK_BITS]!;
      const at = (state & CHUNK_MASK) * words;
      let word = 0;
      while (word < words && chunk[at + word] === row[from + word]) word++;
      if (word === words) return state;
    }
  }

  private addRow(row: Int32Array, from: number, hash: number, parent: number): number {
    const { words, index, rows } = this;
    const slotMask = index.length - 1;
    const tagMask = -1 << this.indexBits;
    let probe = home(hash) & slotMask;
    for (let entry = index[probe]!; entry !== 0; entry = index[probe]!) {
      if (((entry ^ hash) & tagMask) === 0) {
        const state = (entry & ~tagMask) - 1;
        const chunk = rows[state >>> CHUNK_BITS]!;
        const at = (state & CHUNK_MASK) * words;
        let word = 0;
        while (word < words && chunk[at + word] === row[from + word]) word++;
        if (word === words) {
          this.added = false;
          return state;
        }
      }
      probe = (probe + 1) & slotMask;
    }
    const state = this.size++;
    index[probe] = (hash & tagMask) | (state + 1);
    this.reserve(state);
    const chunk = rows[state >>> CHUNK_BITS]!;
    const at = (state & CHUNK_MASK) * words;
    for (let word = 0; word < words; word++) chunk[at + word] = row[from + word]!;
    this.parents[state >>> CHUNK_BITS]![state & CHUNK_MASK] = parent;
    this.added = true;
    if (this.size >= this.growAt) this.growIndex();
    return state;
  }

  /** Makes room for one more state. */
  private reserve(state: number): void {
    const chunk = state >>> CHUNK_BITS;
    const within = state & CHUNK_MASK;
    if (within === 0) {
      const states = state === 0 ? FIRST_CHUNK_STATES : CHUNK_STATES;
      this.rows.push(new Int32Array(states * this.words));
      this.parents.push(new Int32Array(states));
    } else if (within === this.parents[chunk]!.length) {
      this.rows[chunk] = copied(this.rows[chunk]!, within * 2 * this.words);
      this.parents[chunk] = copied(this.parents[chunk]!, within * 2);
    }
  }

  /** A word that is 0 adds nothing to the hash, so that rows keep their hashes when they become longer. */
  private hash(row: Int32Array, at: number): number {
    const { words } = this;
    let hash = 0;
    let factor = 0x9e3779b1;
    for (let word = 0; word < words; word++) {
      const spread = Math.imul(row[at + word]!, factor);
      factor = (factor + 0x3c6ef372) | 0;
      hash = (hash + Math.imul(spread ^ (spread >>> 15), factor)) | 0;
    }
    return mix(hash);
  }

  private growIndex(): void {
    this.indexBits++;
    this.growAt = Math.floor(LOAD_MAX * 2 ** this.indexBits);
    this.rebuildIndex();
  }

  private rebuildIndex(): void {
    // Dropped first: see the class comment.
    this.index = new Int32Array(0);
    this.index = new Int32Array(2 ** this.indexBits);
    const { index, words } = this;
    const slotMask = index.length - 1;
    const tagMask = -1 << this.indexBits;
    for (let state = 0; state < this.size; state++) {
      const hash = this.hash(this.rows[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * words);
      let probe = home(hash) & slotMask;
      while (index[probe] !== 0) probe = (probe + 1) & slotMask;
      index[probe] = (hash & tagMask) | (state + 1);
    }
  }

  /** Makes room for a larger value at a cell. Rows stay what they are, or become longer. */
  private widen(cell: number, value: number): void {
    this.packing.widen(cell, value);
    const { words } = this.packing;
    if (words === this.words) return;
    const before = this.words;
    this.words = words;
    for (let chunk = 0; chunk < this.rows.length; chunk++) {
      this.rows[chunk] = lengthened(this.rows[chunk]!, before, words);
    }
    this.staged = lengthened(this.staged, before, words);
    this.row = new Int32Array(words);
  }

  /** Lays all states out anew, so that every cell has one field. Chunk by chunk: two copies exist of one chunk only. */
  private tidy(): void {
    this.tidyAt = this.size * TIDY_FACTOR;
    if (this.packing.further.length === 0) return;
    const { widths } = this.packing;
    const tidied = new Packing(widths);
    const vector = new Int32Array(widths.length);
    const oldWords = this.words;
    for (let chunk = 0; chunk < this.rows.length; chunk++) {
      const after = new Int32Array(this.parents[chunk]!.length * tidied.words);
      const first = chunk << CHUNK_BITS;
      const states = Math.min(CHUNK_STATES, this.size - first);
      for (let state = 0; state < states; state++) {
        this.read(first + state, vector);
        const at = state * tidied.words;
        for (let cell = 0; cell < vector.length; cell++) {
          after[at + tidied.word[cell]!]! |= vector[cell]! << tidied.shift[cell]!;
        }
      }
      this.rows[chunk] = after;
    }
    this.packing = tidied;
    this.words = tidied.words;
    if (this.words !== oldWords) this.allocateStage(this.stagedHashes.length);
    this.row = new Int32Array(this.words);
    this.rebuildIndex();
  }
}

/** Where a row with this hash is looked for first. Independent of the bits that an index entry keeps. */
function home(hash: number): number {
  return hash ^ (hash >>> 15);
}

function copied(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(length);
  bigger.set(old);
  return bigger;
}

/** Rows of `from` words made rows of `to` words; the further words are 0. */
function lengthened(rows: Int32Array, from: number, to: number): Int32Array<ArrayBuffer> {
  const count = rows.length / from;
  const longer = new Int32Array(count * to);
  for (let row = 0; row < count; row++) {
    for (let word = 0; word < from; word++) longer[row * to + word] = rows[row * from + word]!;
  }
  return longer;
}
