const BITS_MIN = 10;
const LOAD_MAX = 0.6;
const EMPTY = -1;
/** Counts end here. */
const COUNT_MAX = 255;

/** How often each of some 53-bit numbers was counted: one open-addressing table. */
export class PairCounts {
  /** Different numbers. */
  size = 0;
  private keys = new Float64Array(2 ** BITS_MIN).fill(EMPTY);
  private counts = new Uint8Array(2 ** BITS_MIN);

  get bytes(): number {
    return this.keys.byteLength + this.counts.byteLength;
  }

  /** How often a number was counted; 255 for more. */
  of(key: number): number {
    return this.counts[this.find(key)]!;
  }

  add(key: number): void {
    const at = this.find(key);
    if (this.keys[at] === key) {
      if (this.counts[at]! < COUNT_MAX) this.counts[at]!++;
      return;
    }
    this.keys[at] = key;
    this.counts[at] = 1;
    this.size++;
    if (this.size > LOAD_MAX * this.keys.length) this.grow();
  }

  /** Where the number stands, or would stand. */
  private find(key: number): number {
    const mask = this.keys.length - 1;
    // The low bits; `>>>` takes a number modulo 2^32.
    let at = (key >>> 0) & mask;
    while (this.keys[at] !== EMPTY && this.keys[at] !== key) at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const { keys, counts } = this;
    this.keys = new Float64Array(2 * keys.length).fill(EMPTY);
    this.counts = new Uint8Array(2 * keys.length);
    keys.forEach((key, before) => {
      if (key === EMPTY) return;
      const at = this.find(key);
      this.keys[at] = key;
      this.counts[at] = counts[before]!;
    });
  }
}
