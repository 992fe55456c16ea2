/** Integers that rows may occupy for each pair that is remembered, and at the start. */
const INTS_PER_PAIR = 16;
const INTS_AT_START = 256;
/** What a pair in the map occupies, about. */
const INTS_PER_OTHER = 16;

/** Rows and columns of pairs outside of the rows are below this. */
const COLUMNS_MAX = 2 ** 26;

/**
 * Remembers one non-negative integer for each pair of small integers. Rows grow to the largest column that they need, as long as
 * that wastes little; a pair far beyond the end of its row stands in a map.
 */
export class PairTable {
  private readonly rows: Int32Array[] = [];
  private others: Map<number, number> | undefined;
  private pairs = 0;
  private ints = 0;

  /** Integers allocated so far: a measure of the memory in use. */
  get size(): number {
    return this.ints + INTS_PER_OTHER * (this.others?.size ?? 0);
  }

  /** The remembered value, or -1. */
  get(row: number, column: number): number {
    const values = this.rows[row];
    if (values !== undefined && column < values.length) {
      const value = values[column]!;
      if (value >= 0) return value;
    }
    return this.others === undefined ? -1 : (this.others.get(row * COLUMNS_MAX + column) ?? -1);
  }

  set(row: number, column: number, value: number): void {
    const values = this.rows[row] ?? EMPTY;
    if (column < values.length) {
      values[column] = value;
      this.pairs++;
      return;
    }
    const length = Math.max(4, 2 ** Math.ceil(Math.log2(column + 1)));
    if (this.ints + length - values.length > INTS_AT_START + INTS_PER_PAIR * this.pairs) {
      this.others ??= new Map();
      this.others.set(row * COLUMNS_MAX + column, value);
      this.pairs++;
      return;
    }
    const grown = new Int32Array(length).fill(-1);
    grown.set(values);
    this.ints += length - values.length;
    // Rows are filled in order, so that the outer array stays without holes.
    while (this.rows.length < row) this.rows.push(EMPTY);
    this.rows[row] = grown;
    grown[column] = value;
    this.pairs++;
  }
}

const EMPTY = new Int32Array(0);
