import { ROOM, TABLES_AT } from './memory-map.js';

/** Thrown when the tables have no more room. The search goes on without them. */
export class TablesFull extends Error {}

/** Hands out the part of a core's memory that tables live in. Blocks have sizes of powers of two; released ones are handed out again. */
export class TableMemory {
  /** The whole memory; an integer's index is its address divided by 4. */
  readonly ints: Int32Array;
  private end = TABLES_AT;
  /** Released blocks, by the logarithm of their size. */
  private readonly released: number[][] = [];

  constructor(memory: SharedArrayBuffer) {
    this.ints = new Int32Array(memory);
  }

  get bytes(): number {
    return this.end - TABLES_AT;
  }

  /** Address of a block of so many integers, whose contents are arbitrary. @throws RangeError as the allocation of a typed array does */
  allocate(count: number): number {
    return this.allocateBefore(ROOM.tablesEnd, count, () => {
      throw new RangeError('Array buffer allocation failed: the tables of a core are full');
    });
  }

  /** As `allocate`, but leaves some room for what a search cannot do without. @throws TablesFull */
  allocateSparing(count: number): number {
    return this.allocateBefore(ROOM.tablesEnd - ROOM.tablesReserve, count, () => {
      throw new TablesFull();
    });
  }

  private allocateBefore(end: number, count: number, refuse: () => never): number {
    const size = sizeOf(count);
    const known = this.released[size]?.pop();
    if (known !== undefined) return known;
    const at = this.end;
    if (at + 2 ** size * 4 > end) refuse();
    this.end += 2 ** size * 4;
    return at;
  }

  release(at: number, count: number): void {
    (this.released[sizeOf(count)] ??= []).push(at);
  }

  /** A larger block with the same contents in its first integers. */
  enlarge(at: number, from: number, to: number): number {
    return this.moved(at, from, this.allocate(to));
  }

  /** As `enlarge`, with `allocateSparing`. */
  enlargeSparing(at: number, from: number, to: number): number {
    return this.moved(at, from, this.allocateSparing(to));
  }

  private moved(at: number, from: number, enlarged: number): number {
    if (from > 0) {
      this.ints.copyWithin(enlarged >> 2, at >> 2, (at >> 2) + from);
      this.release(at, from);
    }
    return enlarged;
  }
}

/** Blocks of at least 2 integers keep 64-bit values aligned. */
function sizeOf(count: number): number {
  return Math.max(1, Math.ceil(Math.log2(count)));
}
