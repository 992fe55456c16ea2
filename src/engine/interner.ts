import { isDeeplyFrozen } from '../network/canonical.js';
import { SequenceTable } from './sequence-table.js';

/** Objects with more parts than this are numbered in groups, so that a change of one part makes a short new sequence only. */
const PARTS_MAX = 32;
const GROUP_SIZE = 16;

/** What a sequence stands for. */
const ARRAY = 0;
const RECORD = 1;
const GROUP = 2;

/** Stands for -0, which a Map takes for 0. */
const MINUS_ZERO = Symbol('-0');

/**
 * Numbers plain data: equal numbers exactly for equal data (hash-consing). An object is the sequence of its parts' numbers, and what
 * has been frozen is looked at once: a context that shares nearly all parts with the one before costs what differs.
 * Whatever `canonicalKey` refuses must have been refused before.
 */
export class Interner {
  /** Even numbers are those of values without parts, odd ones those of sequences, and negative ones those of array indices as keys. */
  private readonly leaves = new Map<unknown, number>();
  private readonly sequences = new SequenceTable();
  private readonly known = new WeakMap<object, number>();
  /** Parts of the objects that are being numbered, each above those of the object that it is in. */
  private stack = new Int32Array(256);
  private top = 0;

  /** @param like a value that probably has many parts in common with this one: they need not be looked up */
  number(value: unknown, like?: unknown): number {
    if (typeof value !== 'object' || value === null) return this.leafNumber(value);
    const known = this.known.get(value);
    if (known !== undefined) return known;
    const base = this.top;
    let number: number;
    if (Array.isArray(value)) {
      this.pushParts(value, Array.isArray(like) ? like : []);
      number = this.fold(ARRAY, base, value.length);
    } else {
      const count = this.pushEntries(value as Record<string, unknown>, isRecord(like) ? like : {});
      number = this.fold(RECORD, base, count);
    }
    this.top = base;
    if (isDeeplyFrozen(value)) this.known.set(value, number);
    return number;
  }

  private leafNumber(value: unknown): number {
    const leaf = Object.is(value, -0) ? MINUS_ZERO : value;
    let number = this.leaves.get(leaf);
    if (number === undefined) {
      number = 2 * this.leaves.size;
      this.leaves.set(leaf, number);
    }
    return number;
  }

  /** Puts down the numbers of an array's parts. */
  private pushParts(value: readonly unknown[], like: readonly unknown[]): void {
    const base = this.push(value.length);
    const likeBase = this.top;
    const likeCount = this.pushKnown(like);
    for (let at = 0; at < value.length; at++) {
      const part = value[at];
      const number =
        at < likeCount && Object.is(part, like[at]) ? this.stack[likeBase + at] : this.number(part, like[at]);
      this.stack[base + at] = number;
    }
  }

  /**
   * Puts down the numbers of keys and values, alternating, the keys in the order of their numbers: it is the same in every object with these
   * keys. Returns how many.
   */
  private pushEntries(record: Record<string, unknown>, like: Record<string, unknown>): number {
    const keys = Object.keys(record);
    const numbers = keys.map((key) => indexNumber(key) ?? this.leafNumber(key));
    const order = ascending(numbers);
    const base = this.push(2 * keys.length);
    const likeBase = this.top;
    const likeEnd = likeBase + this.pushKnown(like);
    let likeAt = likeBase;
    for (let at = 0; at < keys.length; at++) {
      const index = order === undefined ? at : order[at];
      const part = record[keys[index]];
      const likePart = like[keys[index]];
      while (likeAt < likeEnd && this.stack[likeAt] < numbers[index]) likeAt += 2;
      const isKnown = likeAt < likeEnd && this.stack[likeAt] === numbers[index] && Object.is(part, likePart);
      const number = isKnown ? this.stack[likeAt + 1] : this.number(part, likePart);
      this.stack[base + 2 * at] = numbers[index];
      this.stack[base + 2 * at + 1] = number;
    }
    return 2 * keys.length;
  }

  /** Puts down the parts of an object that has been numbered. Returns how many, 0 for one that has not been. */
  private pushKnown(value: object): number {
    const known = this.known.get(value);
    if (known === undefined) return 0;
    const base = this.top;
    this.unfold(known);
    return this.top - base;
  }

  private unfold(number: number): void {
    const sequence = number >> 1;
    const from = this.sequences.startOf(sequence);
    const to = from + this.sequences.lengthOf(sequence);
    for (let at = from; at < to; at++) {
      const part = this.sequences.ints[at];
      if (part > 0 && (part & 1) === 1 && this.sequences.kindOf(part >> 1) === GROUP) this.unfold(part);
      else {
        // First: it may replace the stack.
        const top = this.push(1);
        this.stack[top] = part;
      }
    }
  }

  /** The number of the sequence that stands on the stack from `base` on, which it overwrites. */
  private fold(kind: number, base: number, length: number): number {
    const { stack, sequences } = this;
    let count = length;
    while (count > PARTS_MAX) {
      let groups = 0;
      for (let from = 0; from < count; from += GROUP_SIZE) {
        const to = Math.min(count, from + GROUP_SIZE);
        stack[base + groups++] = 2 * sequences.number(GROUP, stack, base + from, base + to) + 1;
      }
      count = groups;
    }
    return 2 * sequences.number(kind, stack, base, base + count) + 1;
  }

  /** Makes room on the stack. Returns where it begins. */
  private push(count: number): number {
    const base = this.top;
    this.top += count;
    if (this.top > this.stack.length) {
      const longer = new Int32Array(2 * this.top);
      longer.set(this.stack);
      this.stack = longer;
    }
    return base;
  }
}

/**
 * A negative number for a key that is an array index. JavaScript lists such keys first, in ascending order, which that of their numbers
 * is, too: they need no sorting and no looking up.
 */
function indexNumber(key: string): number | undefined {
  const first = key.charCodeAt(0);
  const isIndex = first >= ZERO && first <= NINE && key.length <= INDEX_DIGITS_MAX;
  if (!isIndex || (first === ZERO && key.length > 1)) return undefined;
  let index = 0;
  for (let at = 0; at < key.length; at++) {
    const digit = key.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    index = 10 * index + digit;
  }
  return index - 2 ** 31;
}

const ZERO = '0'.charCodeAt(0);
const NINE = '9'.charCodeAt(0);
/** Indices of so many digits stay below 2^31. */
const INDEX_DIGITS_MAX = 9;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The indices of numbers in ascending order; `undefined` where that is the order in which they stand. */
function ascending(numbers: readonly number[]): readonly number[] | undefined {
  for (let at = 1; at < numbers.length; at++) {
    if (numbers[at] < numbers[at - 1]) {
      return numbers.map((_, index) => index).sort((one, other) => numbers[one] - numbers[other]);
    }
  }
  return undefined;
}
