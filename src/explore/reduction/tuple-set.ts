import { mix } from '../../engine/store/hash.js';

const LOAD_MAX = 0.5;

/** Different rows of so many integers each, numbered in the order in which they were added. */
export class TupleSet {
  size = 0;
  private ints: Int32Array;
  /** Open addressing: numbers plus one. */
  private index = new Int32Array(32);

  constructor(readonly width: number) {
    this.ints = new Int32Array(16 * width);
  }

  get bytes(): number {
    return this.ints.byteLength + this.index.byteLength;
  }

  /** Takes all rows out. */
  clear(): void {
    this.size = 0;
    this.index.fill(0);
  }

  /** The same rows, with no room for more than there are. */
  copy(): TupleSet {
    const copy = new TupleSet(this.width);
    copy.size = this.size;
    copy.ints = this.ints.slice(0, this.size * this.width);
    copy.index = this.index.slice();
    return copy;
  }

  /** Returns whether it is new. */
  add(row: ArrayLike<number>): boolean {
    const slot = this.slotOf(row);
    if (this.index[slot] !== 0) return false;
    const { width } = this;
    if ((this.size + 1) * width > this.ints.length) {
      const longer = new Int32Array(2 * (this.size + 1) * width);
      longer.set(this.ints);
      this.ints = longer;
    }
    for (let at = 0; at < width; at++) this.ints[this.size * width + at] = row[at]!;
    this.index[slot] = ++this.size;
    if (this.size > LOAD_MAX * this.index.length) this.grow();
    return true;
  }

  has(row: ArrayLike<number>): boolean {
    return this.index[this.slotOf(row)] !== 0;
  }

  /** Writes the row with this number. */
  read(number: number, into: Int32Array): void {
    const { width, ints } = this;
    for (let at = 0; at < width; at++) into[at] = ints[number * width + at]!;
  }

  /** Where in the index the row stands, or would. */
  private slotOf(row: ArrayLike<number>): number {
    const { width, ints, index } = this;
    let hash = 0;
    for (let at = 0; at < width; at++) hash = (Math.imul(hash, 31) + row[at]!) | 0;
    const mask = index.length - 1;
    let slot = mix(hash) & mask;
    for (let entry = index[slot]!; entry !== 0; entry = index[slot]!) {
      const start = (entry - 1) * width;
      let at = 0;
      while (at < width && ints[start + at] === row[at]) at++;
      if (at === width) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private grow(): void {
    this.index = new Int32Array(2 * this.index.length);
    const row = new Int32Array(this.width);
    for (let number = 0; number < this.size; number++) {
      this.read(number, row);
      this.index[this.slotOf(row)] = number + 1;
    }
  }
}
