/** A set of small integers. */
export class Bits {
  private readonly words: Uint32Array;

  constructor(values: readonly number[]) {
    let most = -1;
    for (const value of values) if (value > most) most = value;
    this.words = new Uint32Array(most < 0 ? 0 : (most >>> 5) + 1);
    for (const value of values) this.words[value >>> 5]! |= 1 << (value & 31);
  }

  has(value: number): boolean {
    const at = value >>> 5;
    return at < this.words.length && ((this.words[at]! >>> (value & 31)) & 1) === 1;
  }

  get bytes(): number {
    return this.words.byteLength;
  }
}
