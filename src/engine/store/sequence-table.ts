import { mix } from './hash.js';

const LOAD_MAX = 0.5;
/** The low bits of what stands before a sequence are its kind, the others its length. */
const KIND_BITS = 2;
const KIND_MASK = 2 ** KIND_BITS - 1;

/** What a sequence stands for: an array, a record, a part of a long one of either, or a record without prototype. */
export const ARRAY = 0;
export const RECORD = 1;
export const GROUP = 2;
export const BARE_RECORD = 3;

/** Numbers sequences of integers of a few kinds: equal numbers exactly for equal sequences of one kind. */
export class SequenceTable {
  /** All sequences one after the other, before each its length and kind. */
  ints = new Int32Array(1024);
  private length = 0;
  /** By number: where the sequence begins, and its hash. */
  private starts = new Int32Array(256);
  private hashes = new Int32Array(256);
  private count = 0;
  /** Open addressing: numbers plus one. */
  private index = new Int32Array(512);

  /** Where in `ints` a sequence stands. */
  startOf(number: number): number {
    return this.starts[number]!;
  }

  lengthOf(number: number): number {
    return this.ints[this.starts[number]! - 1]! >>> KIND_BITS;
  }

  kindOf(number: number): number {
    return this.ints[this.starts[number]! - 1]! & KIND_MASK;
  }

  /** The number of the integers from one index to before another. */
  number(kind: number, integers: Int32Array, from: number, to: number): number {
    const head = ((to - from) << KIND_BITS) | kind;
    const hash = hashOf(head, integers, from, to);
    const mask = this.index.length - 1;
    let probe = hash & mask;
    for (let entry = this.index[probe]!; entry !== 0; entry = this.index[probe]!) {
      if (this.hashes[entry - 1] === hash && this.equals(entry - 1, head, integers, from)) return entry - 1;
      probe = (probe + 1) & mask;
    }
    this.index[probe] = this.count + 1;
    this.append(hash, head, integers, from, to);
    return this.count - 1;
  }

  private equals(number: number, head: number, integers: Int32Array, from: number): boolean {
    const { ints } = this;
    const start = this.starts[number]!;
    if (ints[start - 1] !== head) return false;
    const length = head >>> KIND_BITS;
    for (let at = 0; at < length; at++) if (ints[start + at] !== integers[from + at]) return false;
    return true;
  }

  private append(hash: number, head: number, integers: Int32Array, from: number, to: number): void {
    const end = this.length + 1 + to - from;
    if (end > this.ints.length) this.ints = lengthened(this.ints, 2 * end);
    if (this.count === this.starts.length) {
      this.starts = lengthened(this.starts, 2 * this.count);
      this.hashes = lengthened(this.hashes, 2 * this.count);
    }
    this.ints[this.length++] = head;
    this.starts[this.count] = this.length;
    this.hashes[this.count] = hash;
    for (let at = from; at < to; at++) this.ints[this.length++] = integers[at]!;
    this.count++;
    if (this.count > LOAD_MAX * this.index.length) this.growIndex();
  }

  private growIndex(): void {
    this.index = new Int32Array(2 * this.index.length);
    const mask = this.index.length - 1;
    for (let number = 0; number < this.count; number++) {
      let probe = this.hashes[number]! & mask;
      while (this.index[probe] !== 0) probe = (probe + 1) & mask;
      this.index[probe] = number + 1;
    }
  }
}

function hashOf(head: number, integers: Int32Array, from: number, to: number): number {
  let hash = head;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ integers[at]!, 0x9e3779b1) ^ (hash >>> 15);
  return mix(hash);
}

function lengthened(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(old);
  return longer;
}
