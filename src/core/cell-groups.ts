/** How often a group of cells differs: its hash in each state of a sample, how many different ones there are, bits of its cells. */
interface CellGroup {
  readonly cells: readonly number[];
  readonly hashes: Int32Array;
  readonly distinct: number;
  readonly bits: number;
}

/** A sample of states: their vectors, one after the other. */
export interface StateSample {
  readonly count: number;
  readonly cellCount: number;
  readonly vectors: Int32Array;
}

/** Bytes that a row of a part takes besides its cells: its slots in an index. */
const INDEX_BYTES = 6;

/**
 * Divides cells into groups whose values go together, so that each group has few different ones: the two groups whose union costs least are united, again and
 * again. A group costs what a table of its different values takes.
 */
export class CellGroups {
  private groups: CellGroup[];
  /** By two positions in `groups`: how many different values their union has. */
  private unions: number[][] = [];
  private readonly table: Int32Array;

  /** @param groups of cells to begin with */
  constructor(
    groups: readonly (readonly number[])[],
    bitsOf: readonly number[],
    private readonly sample: StateSample,
  ) {
    this.table = new Int32Array(2 ** Math.ceil(Math.log2(2 * sample.count)));
    this.groups = groups.map((cells) => {
      const hashes = this.hashesOf(cells);
      const bits = cells.reduce((sum, cell) => sum + bitsOf[cell]!, 0);
      return { cells, hashes, distinct: this.distinctIn(hashes), bits };
    });
    this.unions = this.groups.map((group, at) =>
      this.groups.slice(0, at).map((other) => this.distinctIn(group.hashes, other.hashes)),
    );
  }

  get cells(): readonly (readonly number[])[] {
    return this.groups.map(({ cells }) => cells);
  }

  /** Of each group: bits of its cells, how many different values it has in the sample, and in every other state of it. */
  get sizes(): readonly { readonly bits: number; readonly distinct: number; readonly inHalf: number }[] {
    return this.groups.map(({ bits, distinct, hashes }) => {
      return { bits, distinct, inHalf: this.distinctIn(hashes.filter((_, at) => at % 2 === 0)) };
    });
  }

  uniteTo(count: number): void {
    while (this.groups.length > count) this.uniteCheapest();
  }

  private uniteCheapest(): void {
    const { groups, unions } = this;
    let least = Infinity;
    let into = 0;
    let from = 0;
    for (let one = 1; one < groups.length; one++) {
      for (let other = 0; other < one; other++) {
        const { bits, distinct } = groups[one]!;
        const { bits: otherBits, distinct: otherDistinct } = groups[other]!;
        const cost =
          costOf(unions[one]![other]!, bits + otherBits) -
          costOf(distinct, bits) -
          costOf(otherDistinct, otherBits);
        if (cost >= least) continue;
        least = cost;
        into = other;
        from = one;
      }
    }
    this.unite(into, from);
  }

  private unite(into: number, from: number): void {
    const { groups, unions } = this;
    const one = groups[into]!;
    const other = groups[from]!;
    const united = {
      cells: [...one.cells, ...other.cells],
      hashes: one.hashes.map((hash, at) => hash + other.hashes[at]!),
      distinct: unions[from]![into]!,
      bits: one.bits + other.bits,
    };
    groups[into] = united;
    groups.splice(from, 1);
    unions.splice(from, 1);
    for (const row of unions.slice(from)) row.splice(from, 1);
    groups.forEach((group, at) => {
      if (at === into) return;
      unions[Math.max(at, into)]![Math.min(at, into)] = this.distinctIn(united.hashes, group.hashes);
    });
  }

  private hashesOf(cells: readonly number[]): Int32Array {
    const { count, cellCount, vectors } = this.sample;
    const hashes = new Int32Array(count);
    for (const cell of cells) {
      for (let at = 0; at < count; at++) hashes[at]! += hashOf(cell, vectors[at * cellCount + cell]!);
    }
    return hashes;
  }

  /** How many different sums there are. */
  private distinctIn(hashes: Int32Array, others?: Int32Array): number {
    const { table } = this;
    const mask = table.length - 1;
    table.fill(0);
    let distinct = 0;
    for (let at = 0; at < hashes.length; at++) {
      // 0 is a free slot.
      const hash = (others === undefined ? hashes[at]! : (hashes[at]! + others[at]!) | 0) || 1;
      let slot = (Math.imul(hash, 0x9e37_79b1) >>> 12) & mask;
      while (table[slot] !== 0 && table[slot] !== hash) slot = (slot + 1) & mask;
      if (table[slot] === hash) continue;
      table[slot] = hash;
      distinct++;
    }
    return distinct;
  }
}

function costOf(distinct: number, bits: number): number {
  return distinct * (bits / 8 + INDEX_BYTES);
}

function hashOf(cell: number, value: number): number {
  let hash = Math.imul(value + 1, 0x85eb_ca6b) ^ Math.imul(cell + 1, 0xc2b2_ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb_352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846c_a68b);
  return hash ^ (hash >>> 16);
}
