/** Sets of one larger value are not shared: what is shared is kept as long as the process lives. */
const SHARED_MAX = 65_536;

/** More places than this for each value, and they are listed. */
const SPREAD_MAX = 32;

/** A set of small integers. */
export class Bits {
  /** One bit for each from `first` on; or, where they are few and far apart, the values in order. */
  private readonly words: Uint32Array;
  private readonly first: number;
  private readonly isList: boolean;

  /** Most have one value or none: those are shared. */
  static of(values: readonly number[]): Bits {
    const [value = -1] = values;
    if (values.length > 1 || value >= SHARED_MAX) return new Bits(values);
    let bits = SMALL.get(value);
    if (bits === undefined) SMALL.set(value, (bits = new Bits(values)));
    return bits;
  }

  private constructor(values: readonly number[]) {
    let [least, most] = [0, -1];
    for (const value of values) {
      if (most < 0 || value < least) least = value;
      if (value > most) most = value;
    }
    this.first = least >>> 5;
    this.isList = most - 32 * this.first > SPREAD_MAX * values.length;
    if (this.isList) {
      this.words = Uint32Array.from(new Set(values)).sort();
      return;
    }
    this.words = new Uint32Array(most < 0 ? 0 : (most >>> 5) - this.first + 1);
    for (const value of values) this.words[(value >>> 5) - this.first]! |= 1 << (value & 31);
  }

  has(value: number): boolean {
    if (this.isList) return this.isListed(value);
    const at = (value >>> 5) - this.first;
    return at >= 0 && at < this.words.length && ((this.words[at]! >>> (value & 31)) & 1) === 1;
  }

  get bytes(): number {
    return this.words.byteLength;
  }

  private isListed(value: number): boolean {
    const { words } = this;
    let [from, to] = [0, words.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (words[middle]! < value) from = middle + 1;
      else to = middle;
    }
    return from < words.length && words[from] === value;
  }
}

/** Sets of one value, and of none at -1. */
const SMALL = new Map<number, Bits>();
