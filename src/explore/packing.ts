/**
 * How a state vector is laid out in 32-bit words: each place has a field of just enough bits, and no field crosses a
 * word's end. A place that has only ever been 0 has no bits at all.
 */
export class Packing {
  readonly words: number;
  /** Word, shift and largest value, by place of the vector. A place without bits has largest value 0. */
  readonly word: Int32Array;
  readonly shift: Int32Array;
  readonly max: Int32Array;
  /** The field's bits within its word. */
  readonly mask: Int32Array;

  constructor(readonly widths: readonly number[]) {
    const count = widths.length;
    this.word = new Int32Array(count);
    this.shift = new Int32Array(count);
    this.max = new Int32Array(count);
    this.mask = new Int32Array(count);
    // First fit, widest first, wastes few bits; equal widths keep their order, so that the layout is determined.
    const free: number[] = [];
    const bySize = widths
      .map((_, slot) => slot)
      .sort((one, other) => widths[other]! - widths[one]! || one - other);
    for (const slot of bySize) {
      const width = widths[slot]!;
      if (width === 0) continue;
      let word = free.findIndex((bits) => bits >= width);
      if (word < 0) word = free.push(32) - 1;
      this.word[slot] = word;
      this.shift[slot] = 32 - free[word]!;
      this.max[slot] = 2 ** width - 1;
      this.mask[slot] = (2 ** width - 1) << this.shift[slot]!;
      free[word]! -= width;
    }
    this.words = Math.max(1, free.length);
  }

  /**
   * A packing in which `slot` can hold `value`; places beyond the present ones get no bits.
   *
   * @param spare bits more than the value needs
   */
  widened(slot: number, value: number, spare: number): Packing {
    const widths = Array.from(
      { length: Math.max(this.widths.length, slot + 1) },
      (_, at) => this.widths[at] ?? 0,
    );
    widths[slot] = Math.min(WIDTH_MAX, bitsOf(value) + (value === 0 ? 0 : spare));
    return new Packing(widths);
  }
}

/** Values are non-negative 32-bit integers. */
const WIDTH_MAX = 31;

/** Bits that a value needs: none for 0. */
export function bitsOf(value: number): number {
  return 32 - Math.clz32(value);
}
