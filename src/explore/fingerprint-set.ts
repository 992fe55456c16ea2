const BITS_MIN = 10;
const LOAD_MAX = 0.6;
const EMPTY = -1;
/** So many are put in at once: then the processor fetches what is far away in memory for many of them at the same time. */
const BATCH = 256;

/** A set of fingerprints: one open-addressing table of 53-bit numbers. */
export class FingerprintSet {
  private known = 0;
  private table = new Float64Array(2 ** BITS_MIN).fill(EMPTY);
  /** Fingerprints that are yet to be put in, so many. */
  private readonly batch = new Float64Array(BATCH);
  private waiting = 0;
  private readonly read = new Float64Array(BATCH);

  get bytes(): number {
    return this.table.byteLength;
  }

  /** Different fingerprints. */
  get size(): number {
    this.putIn();
    return this.known;
  }

  add(fingerprint: number): void {
    this.batch[this.waiting++] = fingerprint;
    if (this.waiting === BATCH) this.putIn();
  }

  private putIn(): void {
    const { batch, waiting } = this;
    this.waiting = 0;
    while (this.known + waiting > LOAD_MAX * this.table.length) this.grow();
    const { table, read } = this;
    const mask = table.length - 1;
    for (let next = 0; next < waiting; next++) read[next] = table[(batch[next]! >>> 0) & mask]!;
    for (let next = 0; next < waiting; next++) {
      const fingerprint = batch[next]!;
      const at = placeOf(fingerprint, table);
      if (table[at] === fingerprint) continue;
      table[at] = fingerprint;
      this.known++;
    }
  }

  private grow(): void {
    const before = this.table;
    this.table = new Float64Array(2 * before.length).fill(EMPTY);
    for (const fingerprint of before) {
      if (fingerprint !== EMPTY) this.table[placeOf(fingerprint, this.table)] = fingerprint;
    }
  }
}

/** Where the fingerprint stands, or would stand. */
function placeOf(fingerprint: number, table: Float64Array): number {
  const mask = table.length - 1;
  // The low bits; `>>>` takes a number modulo 2^32.
  let at = (fingerprint >>> 0) & mask;
  while (table[at] !== EMPTY && table[at] !== fingerprint) at = (at + 1) & mask;
  return at;
}
