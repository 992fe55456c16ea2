/** Which predicates depend on which cells of the state vector, by what each read when it was evaluated last. */
export class ReadIndex {
  /** By predicate: what it read. */
  private readonly reads: (readonly number[])[];
  /** By cell: the predicates that read it. */
  private readonly readers: (Set<number> | undefined)[] = [];

  constructor(predicates: number) {
    this.reads = Array.from({ length: predicates }, () => []);
  }

  /** What a predicate read. */
  of(predicate: number): readonly number[] {
    return this.reads[predicate]!;
  }

  /** The predicates that read one of these cells, each once, in ascending order. */
  readersOf(cells: ArrayLike<number>, count: number = cells.length): readonly number[] {
    let found = NONE;
    for (let at = 0; at < count; at++) {
      const readers = this.readers[cells[at]!];
      if (readers === undefined || readers.size === 0) continue;
      if (found === NONE) found = [];
      for (const predicate of readers) {
        if (!found.includes(predicate)) found.push(predicate);
      }
    }
    return found.length < 2 ? found : found.sort((one, other) => one - other);
  }

  /** A predicate has been evaluated anew. */
  record(predicate: number, reads: readonly number[]): void {
    const before = this.reads[predicate]!;
    if (before.length === reads.length && before.every((cell, at) => cell === reads[at])) return;
    for (const cell of before) this.readers[cell]?.delete(predicate);
    for (const cell of reads) {
      while (this.readers.length <= cell) this.readers.push(undefined);
      (this.readers[cell] ??= new Set()).add(predicate);
    }
    this.reads[predicate] = reads;
  }
}

const NONE: number[] = [];
