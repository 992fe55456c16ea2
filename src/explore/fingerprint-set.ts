const BITS_MIN = 10;
const LOAD_MAX = 0.6;
const EMPTY = -1;

/** A set of fingerprints: one open-addressing table of 53-bit numbers. */
export class FingerprintSet {
  size = 0;
  private table = new Float64Array(2 ** BITS_MIN).fill(EMPTY);

  get bytes(): number {
    return this.table.byteLength;
  }

  add(fingerprint: number): void {
    const at = this.find(fingerprint);
    if (this.table[at] === fingerprint) return;
    this.table[at] = fingerprint;
    this.size++;
    if (this.size > LOAD_MAX * this.table.length) this.grow();
  }

  /** Where the fingerprint stands, or would stand. */
  private find(fingerprint: number): number {
    const mask = this.table.length - 1;
    // The low bits; `>>>` takes a number modulo 2^32.
    let at = (fingerprint >>> 0) & mask;
    while (this.table[at] !== EMPTY && this.table[at] !== fingerprint) at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const before = this.table;
    this.table = new Float64Array(2 * before.length).fill(EMPTY);
    for (const fingerprint of before) {
      if (fingerprint !== EMPTY) this.table[this.find(fingerprint)] = fingerprint;
    }
  }
}
