/** Which predicates depend on which places of the state vector, by what each read when it was evaluated last. */
export class ReadIndex {
  /** By predicate: what it read. */
  private readonly reads: (readonly number[])[];
  /** By place: the predicates that read it. */
  private readonly readers: (Set<number> | undefined)[] = [];

  constructor(predicates: number) {
    this.reads = Array.from({ length: predicates }, () => []);
  }

  /** What a predicate read. */
  of(predicate: number): readonly number[] {
    return this.reads[predicate]!;
  }

  /** The predicates that read one of these places, each once, in ascending order. */
  readersOf(places: readonly number[]): readonly number[] {
    const found: number[] = [];
    for (const place of places) {
      for (const predicate of this.readers[place] ?? []) {
        if (!found.includes(predicate)) found.push(predicate);
      }
    }
    return found.length < 2 ? found : found.sort((one, other) => one - other);
  }

  /** A predicate has been evaluated anew. */
  note(predicate: number, reads: readonly number[]): void {
    const before = this.reads[predicate]!;
    if (before.length === reads.length && before.every((place, at) => place === reads[at])) return;
    for (const place of before) this.readers[place]?.delete(predicate);
    for (const place of reads) {
      while (this.readers.length <= place) this.readers.push(undefined);
      (this.readers[place] ??= new Set()).add(predicate);
    }
    this.reads[predicate] = reads;
  }
}
