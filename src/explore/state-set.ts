import { mix } from '../engine/hash.js';
import { bitsOf, Packing } from './packing.js';

/** States in one chunk of the arena. */
const CHUNK_BITS = 16;
const CHUNK_STATES = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_STATES - 1;
/** The first chunk starts smaller and doubles, so that a small set is small. */
const FIRST_CHUNK_STATES = 1 << 8;
/** The index grows when more than this share of it is in use. */
const LOAD_MAX = 0.8;
const INDEX_BITS_MIN = 12;
/**
 * While the set is smaller than this, places are widened with bits to spare, as most of them will grow; then all are cut to what
 * they need, and widened bit by bit from there.
 */
const YOUNG_STATES_MAX = 1 << 15;
const SPARE_BITS = 2;
/** State ids stay below this, so that an index entry has room for id and tag. */
export const STATES_MAX = 2 ** 30;

/**
 * The visited states, packed to a few 32-bit words each, numbered in the order in which they were added, each with the
 * state that it was reached from.
 *
 * Rows live in an arena of chunks that are never copied. The index is one open-addressing table of 32-bit entries: a state's
 * number plus one, and above it as many bits of its hash as are left, so that nearly every probe of a wrong state is refused
 * without reading the arena. As the index holds nothing that the arena does not, it is dropped before a larger one is built:
 * growing never holds two of them.
 */
export class StateSet {
  size = 0;
  /** Whether the last `add` found a state that was not there before. */
  added = false;
  private packing = new Packing([]);
  private words = 1;
  private readonly rows: Int32Array[] = [];
  private readonly parents: Int32Array[] = [];
  private index = new Int32Array(1 << INDEX_BITS_MIN);
  private indexBits = INDEX_BITS_MIN;
  private growAt = Math.floor(LOAD_MAX * 2 ** INDEX_BITS_MIN);
  /** The row being built: see `begin`, `set`, `add`. */
  private row = new Int32Array(1);
  private base = new Int32Array(1);
  private baseState = -1;

  /** Bytes held for states: rows, parents and index. */
  get bytes(): number {
    const room = this.parents.reduce((sum, chunk) => sum + chunk.length, 0);
    return 4 * (room * (this.words + 1) + this.index.length);
  }

  /** Adds a state given as a vector. Returns its number. */
  addVector(vector: Int32Array, slotCount: number, parent: number): number {
    this.fit(vector, slotCount);
    this.row.fill(0);
    for (let slot = 0; slot < slotCount; slot++) this.put(slot, vector[slot]!);
    return this.add(parent);
  }

  /** Writes a state into a vector of at least as many places as the state has. */
  read(state: number, vector: Int32Array): void {
    const { word, shift, max } = this.packing;
    const chunk = this.rows[state >>> CHUNK_BITS];
    const at = (state & CHUNK_MASK) * this.words;
    const count = max.length;
    for (let slot = 0; slot < count; slot++)
      vector[slot] = (chunk[at + word[slot]] >>> shift[slot]) & max[slot];
    for (let slot = count; slot < vector.length; slot++) vector[slot] = 0;
  }

  parent(state: number): number {
    return this.parents[state >>> CHUNK_BITS][state & CHUNK_MASK];
  }

  /** Makes `state` the one that further states are described against. */
  setBase(state: number): void {
    const chunk = this.rows[state >>> CHUNK_BITS];
    const at = (state & CHUNK_MASK) * this.words;
    for (let word = 0; word < this.words; word++) this.base[word] = chunk[at + word];
    this.baseState = state;
  }

  /**
   * Adds the state that differs from the base state in `slots[from..to)`, where it has `values[from..to)`.
   * Returns its number; `added` tells whether it is new. Its parent is the base state.
   */
  addChanged(slots: Int32Array, values: Int32Array, from: number, to: number): number {
    const { row, base, words } = this;
    const { word, shift, max, mask } = this.packing;
    for (let at = 0; at < words; at++) row[at] = base[at];
    for (let at = from; at < to; at++) {
      const slot = slots[at];
      const value = values[at];
      if (!(value <= max[slot])) {
        this.widen(slot, value);
        return this.addChanged(slots, values, from, to);
      }
      // A place without bits has an empty mask, and the value 0: it changes nothing.
      const place = word[slot];
      row[place] = (row[place] & ~mask[slot]) | (value << shift[slot]);
    }
    return this.add(this.baseState);
  }

  private add(parent: number): number {
    const { row, words } = this;
    const hash = this.hash(row, 0);
    const slotMask = this.index.length - 1;
    const tagMask = -1 << this.indexBits;
    const idMask = ~tagMask;
    const tag = hash & tagMask;
    let probe = (hash ^ (hash >>> 15)) & slotMask;
    for (let entry = this.index[probe]; entry !== 0; entry = this.index[probe]) {
      if (((entry ^ tag) & tagMask) === 0) {
        const state = (entry & idMask) - 1;
        const chunk = this.rows[state >>> CHUNK_BITS];
        let at = (state & CHUNK_MASK) * words;
        let word = 0;
        while (word < words && chunk[at] === row[word]) {
          word++;
          at++;
        }
        if (word === words) {
          this.added = false;
          return state;
        }
      }
      probe = (probe + 1) & slotMask;
    }
    const state = this.size++;
    this.index[probe] = tag | (state + 1);
    this.reserve(state);
    const chunk = this.rows[state >>> CHUNK_BITS];
    const at = (state & CHUNK_MASK) * words;
    for (let word = 0; word < words; word++) chunk[at + word] = row[word];
    this.parents[state >>> CHUNK_BITS][state & CHUNK_MASK] = parent;
    this.added = true;
    if (this.size === YOUNG_STATES_MAX) this.trim();
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

  private hash(row: Int32Array, at: number): number {
    let hash = 0;
    const end = at + this.words;
    for (let word = at; word < end; word++) {
      hash = Math.imul(hash ^ row[word], 0x9e3779b1);
      hash ^= hash >>> 15;
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
      const hash = this.hash(this.rows[state >>> CHUNK_BITS], (state & CHUNK_MASK) * words);
      let probe = (hash ^ (hash >>> 15)) & slotMask;
      while (index[probe] !== 0) probe = (probe + 1) & slotMask;
      index[probe] = (hash & tagMask) | (state + 1);
    }
  }

  private fit(vector: Int32Array, slotCount: number): void {
    for (let slot = 0; slot < slotCount; slot++) {
      if (!(vector[slot] <= this.packing.max[slot])) this.widen(slot, vector[slot]);
    }
  }

  private put(slot: number, value: number): void {
    const place = this.packing.word[slot];
    this.row[place] = this.row[place] | (value << this.packing.shift[slot]);
  }

  /** Makes room for a larger value at a place. */
  private widen(slot: number, value: number): void {
    const spare = this.size < YOUNG_STATES_MAX ? SPARE_BITS : 0;
    this.repack(this.packing.widened(slot, value, spare));
  }

  /** Takes the spare bits back. */
  private trim(): void {
    const vector = new Int32Array(this.packing.widths.length);
    const widths = this.packing.widths.map(() => 0);
    for (let state = 0; state < this.size; state++) {
      this.read(state, vector);
      for (let slot = 0; slot < vector.length; slot++)
        widths[slot] = Math.max(widths[slot]!, bitsOf(vector[slot]!));
    }
    this.repack(new Packing(widths));
  }

  /** Lays all states out anew. Chunk by chunk: two copies exist of one chunk only. */
  private repack(packing: Packing): void {
    const old = this.packing;
    const oldWords = this.words;
    this.packing = packing;
    this.words = packing.words;
    const { word, shift } = this.packing;
    const count = old.max.length;
    for (let chunk = 0; chunk < this.rows.length; chunk++) {
      const before = this.rows[chunk];
      const room = this.parents[chunk]!.length;
      const after = new Int32Array(room * this.words);
      const states = Math.min(CHUNK_STATES, this.size - chunk * CHUNK_STATES);
      for (let slotAt = 0; slotAt < count; slotAt++) {
        const max = old.max[slotAt];
        if (max === 0) continue;
        const fromWord = old.word[slotAt];
        const fromShift = old.shift[slotAt];
        const toWord = word[slotAt];
        const toShift = shift[slotAt];
        for (let state = 0; state < states; state++) {
          after[state * this.words + toWord] |=
            ((before[state * oldWords + fromWord] >>> fromShift) & max) << toShift;
        }
      }
      this.rows[chunk] = after;
    }
    this.row = new Int32Array(this.words);
    this.base = new Int32Array(this.words);
    this.rebuildIndex();
    if (this.baseState >= 0) this.setBase(this.baseState);
  }
}

function copied(old: Int32Array, length: number): Int32Array {
  const bigger = new Int32Array(length);
  bigger.set(old);
  return bigger;
}
