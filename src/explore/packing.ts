/** Bits of a word. */
const WORD_BITS = 32;

/** A further field of a place: the bits of its value from bit `low` on. */
export interface FurtherField {
  readonly slot: number;
  readonly word: number;
  readonly shift: number;
  readonly low: number;
  max: number;
}

/**
 * How a state vector is laid out in 32-bit words: each place has a field of just enough bits, and no field crosses a
 * word's end. A place that has only ever been 0 has no bits at all.
 *
 * A place whose values outgrow its field gets a further one, for the higher bits, where no field is yet. Rows that were
 * packed before have zeros there, and so need not be packed anew: at most they become longer.
 */
export class Packing {
  words = 1;
  /** Word, shift and largest value of the first field, by place of the vector. A place without bits has largest value 0. */
  word = new Int32Array(0);
  shift = new Int32Array(0);
  max = new Int32Array(0);
  /** The first field's bits within its word. */
  mask = new Int32Array(0);
  /** The largest value that the place can hold in all its fields. */
  capacity = new Int32Array(0);
  readonly further: FurtherField[] = [];
  /** 1: the place has further fields. */
  isSplit = new Uint8Array(0);
  /** Bits in use, by place. */
  readonly widths: number[] = [];
  /** Bits without a field, by word: its highest. */
  private readonly free: number[] = [];

  constructor(widths: readonly number[]) {
    this.lengthen(widths.length);
    // First fit, widest first, wastes few bits; equal widths keep their order, so that the layout is determined.
    const bySize = widths
      .map((_, slot) => slot)
      .sort((one, other) => widths[other]! - widths[one]! || one - other);
    for (const slot of bySize) this.addBits(slot, widths[slot]!);
  }

  /** Makes room for a value at a place, be it one that the vector has not had so far. */
  widen(slot: number, value: number): void {
    if (slot >= this.widths.length) this.lengthen(slot + 1);
    this.addBits(slot, bitsOf(value) - this.widths[slot]!);
  }

  private addBits(slot: number, bits: number): void {
    if (bits <= 0) return;
    const low = this.widths[slot]!;
    this.widths[slot]! += bits;
    this.capacity[slot] = 2 ** (low + bits) - 1;
    if (low > 0 && this.lengthenLastField(slot, bits)) return;
    const word = this.wordWith(bits);
    const shift = WORD_BITS - this.free[word]!;
    this.free[word]! -= bits;
    if (low > 0) {
      this.further.push({ slot, word, shift, low, max: 2 ** bits - 1 });
      this.isSplit[slot] = 1;
      return;
    }
    this.word[slot] = word;
    this.shift[slot] = shift;
    this.max[slot] = 2 ** bits - 1;
    this.mask[slot] = (2 ** bits - 1) << shift;
  }

  /** When the bits above a place's last field are free, the field takes them. */
  private lengthenLastField(slot: number, bits: number): boolean {
    const last = this.further.findLast((field) => field.slot === slot);
    const word = last?.word ?? this.word[slot]!;
    const end = (last?.shift ?? this.shift[slot]!) + bitsOf(last?.max ?? this.max[slot]!);
    if (end !== WORD_BITS - this.free[word]! || this.free[word]! < bits) return false;
    this.free[word]! -= bits;
    if (last === undefined) {
      this.max[slot] = this.capacity[slot]!;
      this.mask[slot] = this.capacity[slot]! << this.shift[slot]!;
    } else last.max = 2 ** (bitsOf(last.max) + bits) - 1;
    return true;
  }

  private wordWith(bits: number): number {
    const word = this.free.findIndex((free) => free >= bits);
    if (word >= 0) return word;
    this.words = this.free.push(WORD_BITS);
    return this.words - 1;
  }

  private lengthen(count: number): void {
    while (this.widths.length < count) this.widths.push(0);
    this.word = lengthened(this.word, count);
    this.shift = lengthened(this.shift, count);
    this.max = lengthened(this.max, count);
    this.mask = lengthened(this.mask, count);
    this.capacity = lengthened(this.capacity, count);
    const isSplit = new Uint8Array(count);
    isSplit.set(this.isSplit);
    this.isSplit = isSplit;
  }
}

/** Bits that a value needs: none for 0. */
export function bitsOf(value: number): number {
  return WORD_BITS - Math.clz32(value);
}

function lengthened(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(old);
  return longer;
}
