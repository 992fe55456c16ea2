/** Remembers one non-negative integer for each pair of small integers. Rows grow to the largest column they need. */
export class PairTable {
  private readonly rows: Int32Array[] = [];
  /** Integers allocated so far: a measure of the memory in use. */
  size = 0;

  /** The remembered value, or -1. */
  get(row: number, column: number): number {
    const values = this.rows[row];
    return values !== undefined && column < values.length ? values[column] : -1;
  }

  set(row: number, column: number, value: number): void {
    let values = this.rows[row];
    if (values === undefined || column >= values.length) {
      const grown = new Int32Array(Math.max(4, 2 ** Math.ceil(Math.log2(column + 1)))).fill(-1);
      if (values !== undefined) grown.set(values);
      this.size += grown.length;
      // Rows are filled in order, so that the outer array stays without holes.
      while (this.rows.length < row) this.rows.push(EMPTY);
      this.rows[row] = values = grown;
    }
    values[column] = value;
  }
}

const EMPTY = new Int32Array(0);
