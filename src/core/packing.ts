/** Bits of a word. */
const WORD_BITS = 32;

/** A further field of a cell: the bits of its value from bit `low` on. */
export interface FurtherField {
  readonly cell: number;
  readonly word: number;
  readonly shift: number;
  readonly low: number;
  max: number;
}

/**
 * How a state vector is laid out in 32-bit words: each cell has a field of just enough bits, and no field crosses a
 * word's end. A cell that has only ever been 0 has no bits at all.
 *
 * A cell whose values outgrow its field gets a further one, for the higher bits, where no field is yet. Rows that were
 * packed before have zeros there, and so need not be packed anew: at most they become longer.
 */
export class Packing {
  words = 1;
  /** Word, shift and largest value of the first field, by cell of the state vector. A cell without bits has largest value 0. */
  word = new Int32Array(0);
  shift = new Int32Array(0);
  max = new Int32Array(0);
  /** The first field's bits within its word. */
  mask = new Int32Array(0);
  /** The largest value that the cell can hold in all its fields. */
  capacity = new Int32Array(0);
  readonly further: FurtherField[] = [];
  /** 1: the cell has further fields. */
  isSplit = new Uint8Array(0);
  /** Bits in use, by cell. */
  readonly widths: number[] = [];
  /** Bits without a field, by word: its highest. */
  private readonly free: number[] = [];
  /** The part of the row that a word belongs to. */
  readonly partOfWord: number[] = [];

  /** @param partOfCell all fields of a cell are in words of its part; a cell that is not told of belongs to part 0 */
  constructor(
    widths: readonly number[],
    private readonly partOfCell: readonly number[] = [],
  ) {
    this.lengthen(widths.length);
    // First fit, widest first, wastes few bits; equal widths keep their order, so that the layout is determined.
    const bySize = widths
      .map((_, cell) => cell)
      .sort(
        (one, other) => this.partOf(one) - this.partOf(other) || widths[other]! - widths[one]! || one - other,
      );
    for (const cell of bySize) this.addBits(cell, widths[cell]!);
  }

  /** Makes room for a value at a cell, be it one that the vector has not had so far. */
  widen(cell: number, value: number): void {
    if (cell >= this.widths.length) this.lengthen(cell + 1);
    this.addBits(cell, bitsOf(value) - this.widths[cell]!);
  }

  private addBits(cell: number, bits: number): void {
    if (bits <= 0) return;
    const low = this.widths[cell]!;
    this.widths[cell]! += bits;
    this.capacity[cell] = 2 ** (low + bits) - 1;
    if (low > 0 && this.lengthenLastField(cell, bits)) return;
    const word = this.wordWith(bits, this.partOf(cell));
    const shift = WORD_BITS - this.free[word]!;
    this.free[word]! -= bits;
    if (low > 0) {
      this.further.push({ cell, word, shift, low, max: 2 ** bits - 1 });
      this.isSplit[cell] = 1;
      return;
    }
    this.word[cell] = word;
    this.shift[cell] = shift;
    this.max[cell] = 2 ** bits - 1;
    this.mask[cell] = (2 ** bits - 1) << shift;
  }

  /** When the bits above a cell's last field are free, the field takes them. */
  private lengthenLastField(cell: number, bits: number): boolean {
    const last = this.further.findLast((field) => field.cell === cell);
    const word = last?.word ?? this.word[cell]!;
    const end = (last?.shift ?? this.shift[cell]!) + bitsOf(last?.max ?? this.max[cell]!);
    if (end !== WORD_BITS - this.free[word]! || this.free[word]! < bits) return false;
    this.free[word]! -= bits;
    if (last === undefined) {
      this.max[cell] = this.capacity[cell]!;
      this.mask[cell] = this.capacity[cell]! << this.shift[cell]!;
    } else last.max = 2 ** (bitsOf(last.max) + bits) - 1;
    return true;
  }

  private wordWith(bits: number, part: number): number {
    const word = this.free.findIndex((free, at) => free >= bits && this.partOfWord[at] === part);
    if (word >= 0) return word;
    this.words = Math.max(this.words, this.free.push(WORD_BITS));
    return this.partOfWord.push(part) - 1;
  }

  private partOf(cell: number): number {
    return this.partOfCell[cell] ?? 0;
  }

  /** Makes places for cells that are 0 in all rows. */
  lengthen(count: number): void {
    if (count <= this.widths.length) return;
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

/**
 * Bits that a value needs: none for 0.
 *
 * @testonly widths are compared with those of a layout by hand
 */
export function bitsOf(value: number): number {
  return WORD_BITS - Math.clz32(value);
}

function lengthened(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(old);
  return longer;
}
