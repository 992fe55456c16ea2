import { SparsePairs } from './sparse-pairs.js';

/** Integers that rows may occupy for each pair that is remembered, and at the start. */
const INTS_PER_PAIR = 16;
const INTS_AT_START = 256;
const ROW_MIN = 4;

/** What is known of a row: where it begins in `ints`, and its length. */
const START = 0;
const LENGTH = 1;
const SIZE = 2;

const UNKNOWN = -1;
const EMPTY = new Int32Array(0);

/** Integers of a pair that is one of few: its row, its column and the value. */
const FEW_SIZE = 3;
const FEW_MAX = 4;
const NO_PAIRS: readonly number[] = [];

/**
 * Remembers one non-negative integer for each pair of small integers. Rows grow to the largest column that they need, as long as
 * that wastes little; a pair far beyond the end of its row stands among sparse ones.
 */
export class PairTable {
  /** All rows share one array: very many have a few integers only. */
  private ints = EMPTY;
  private rows = EMPTY;
  /** All pairs, as long as they are few: a network may have a hundred thousand tables of one pair, and no typed array is small. */
  private few: readonly number[] | undefined = NO_PAIRS;
  /** Of `ints`: from here on nothing is used. What a row leaves when it moves here to be longer is used no more until `ints` grows. */
  private end = 0;
  private others: SparsePairs | undefined;
  private pairs = 0;
  private allocated = 0;

  /** Integers allocated so far: a measure of the memory in use. */
  get size(): number {
    return this.allocated + (this.others?.size ?? 0) + (this.few?.length ?? 0);
  }

  /** The remembered value, or -1. */
  get(row: number, column: number): number {
    const { rows } = this;
    const at = SIZE * row;
    if (at < rows.length && column < rows[at + LENGTH]!) {
      const value = this.ints[rows[at + START]! + column]!;
      if (value !== UNKNOWN) return value;
    }
    if (this.few !== undefined) {
      const found = placeAmong(this.few, row, column);
      return found < 0 ? UNKNOWN : this.few[found]!;
    }
    return this.others === undefined ? UNKNOWN : this.others.get(row, column);
  }

  set(row: number, column: number, value: number): void {
    const { few } = this;
    if (few === undefined) {
      this.place(row, column, value);
      return;
    }
    const found = placeAmong(few, row, column);
    if (found >= 0) this.few = few.with(found, value);
    else if (few.length < FEW_SIZE * FEW_MAX) this.few = few.concat(row, column, value);
    else {
      this.few = undefined;
      for (let at = 0; at < few.length; at += FEW_SIZE) this.place(few[at]!, few[at + 1]!, few[at + 2]!);
      this.place(row, column, value);
    }
  }

  private place(row: number, column: number, value: number): void {
    const at = SIZE * row;
    const before = at < this.rows.length ? this.rows[at + LENGTH]! : 0;
    this.pairs++;
    if (column >= before) {
      const length = Math.max(ROW_MIN, 2 ** Math.ceil(Math.log2(column + 1)));
      if (this.allocated + length - before > INTS_AT_START + INTS_PER_PAIR * (this.pairs - 1)) {
        this.others ??= new SparsePairs();
        this.others.set(row, column, value);
        return;
      }
      this.lengthen(at, before, length);
    }
    this.ints[this.rows[at + START]! + column] = value;
  }

  /** Gives a row its place behind all others. */
  private lengthen(at: number, before: number, length: number): void {
    this.allocated += length - before;
    if (at >= this.rows.length) {
      const rows = new Int32Array(2 * (at + SIZE));
      rows.set(this.rows);
      this.rows = rows;
    }
    if (this.end + length > this.ints.length) this.gather(length);
    const { ints, rows, end } = this;
    const start = rows[at + START]!;
    ints.copyWithin(end, start, start + before);
    ints.fill(UNKNOWN, end + before, end + length);
    rows[at + START] = end;
    rows[at + LENGTH] = length;
    this.end = end + length;
  }

  /** Moves all rows together, with room for as much again and one of a length more. */
  private gather(length: number): void {
    const { ints: old, rows } = this;
    const ints = new Int32Array(2 * this.allocated + length);
    this.end = 0;
    for (let at = 0; at < rows.length; at += SIZE) {
      const start = rows[at + START]!;
      ints.set(old.subarray(start, start + rows[at + LENGTH]!), this.end);
      rows[at + START] = this.end;
      this.end += rows[at + LENGTH]!;
    }
    this.ints = ints;
  }
}

/** Where the value of a pair stands among a few, or -1. */
function placeAmong(few: readonly number[], row: number, column: number): number {
  for (let at = 0; at < few.length; at += FEW_SIZE)
    if (few[at] === row && few[at + 1] === column) return at + 2;
  return -1;
}
