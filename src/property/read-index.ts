/** Predicates that one integer has bits for. */
const WORD_BITS = 32;

/** Which predicates depend on which cells of the state vector, by what each read when it was evaluated last. */
export class ReadIndex {
  /** By predicate: what it read. */
  private readonly reads: (readonly number[])[];
  /** By cell: a bit for each predicate that reads it. */
  private readers: Int32Array;
  private readonly words: number;
  /** Filled by `find`. */
  readonly found: Int32Array;

  constructor(predicates: number) {
    this.reads = Array.from({ length: predicates }, () => []);
    this.words = Math.ceil(predicates / WORD_BITS);
    this.readers = new Int32Array(16 * this.words);
    this.found = new Int32Array(predicates);
  }

  /** What a predicate read. */
  of(predicate: number): readonly number[] {
    return this.reads[predicate]!;
  }

  /** Fills `found` with the predicates that read one of these cells, each once, in ascending order. Returns their number. */
  find(cells: ArrayLike<number>, count: number = cells.length): number {
    const { readers, found, words } = this;
    let number = 0;
    for (let word = 0; word < words; word++) {
      let bits = 0;
      for (let at = 0; at < count; at++) {
        const reader = cells[at]! * words + word;
        if (reader < readers.length) bits |= readers[reader]!;
      }
      for (; bits !== 0; bits &= bits - 1) {
        found[number++] = WORD_BITS * word + WORD_BITS - 1 - Math.clz32(bits & -bits);
      }
    }
    return number;
  }

  /** A predicate has been evaluated anew. @param reads is kept */
  record(predicate: number, reads: readonly number[]): void {
    const before = this.reads[predicate]!;
    if (before === reads) return;
    this.reads[predicate] = reads;
    if (before.length === reads.length && before.every((cell, at) => cell === reads[at])) return;
    const word = predicate >>> 5;
    const bit = 1 << (predicate & (WORD_BITS - 1));
    for (const cell of before) this.readers[cell * this.words + word]! &= ~bit;
    for (const cell of reads) {
      if (cell * this.words >= this.readers.length) this.grow(cell);
      this.readers[cell * this.words + word]! |= bit;
    }
  }

  private grow(cell: number): void {
    const longer = new Int32Array(2 * (cell + 1) * this.words);
    longer.set(this.readers);
    this.readers = longer;
  }
}
