/** A set of states of a known space, one bit each, in which each member has a rank: so that arrays can be as long as the set, and no longer. */
export class StateBits {
  /** How many members there are. Kept by `rankAll`. */
  count = 0;
  private readonly words: Int32Array;
  /** By word: members before it. */
  private ranks = new Int32Array(0);

  constructor(readonly size: number) {
    this.words = new Int32Array((size + 31) >>> 5);
  }

  get bytes(): number {
    return this.words.byteLength + this.ranks.byteLength;
  }

  add(state: number): void {
    this.words[state >>> 5]! |= 1 << (state & 31);
  }

  /**
   * Adds those of the states from one on that have a member's value.
   *
   * @param from a multiple of 32
   * @param isMember by value: 1 for members'
   */
  addWhere(from: number, values: Int32Array, isMember: Uint8Array): void {
    for (let at = 0; at < values.length; at += 32) {
      const end = Math.min(values.length, at + 32);
      let bits = 0;
      for (let each = at; each < end; each++) bits |= isMember[values[each]!]! << (each - at);
      this.words[(from + at) >>> 5]! |= bits;
    }
  }

  addAll(other: StateBits): void {
    for (let word = 0; word < this.words.length; word++) this.words[word]! |= other.words[word]!;
  }

  /** The members of both sets, as a new one. */
  common(other: StateBits): StateBits {
    const common = new StateBits(this.size);
    for (let word = 0; word < this.words.length; word++)
      common.words[word] = this.words[word]! & other.words[word]!;
    return common;
  }

  delete(state: number): void {
    this.words[state >>> 5]! &= ~(1 << (state & 31));
  }

  has(state: number): boolean {
    return (this.words[state >>> 5]! & (1 << (state & 31))) !== 0;
  }

  /** Numbers the members from 0, in their order. To be called after the last `add`. */
  rankAll(): void {
    this.ranks = new Int32Array(this.words.length);
    this.count = 0;
    for (let word = 0; word < this.words.length; word++) {
      this.ranks[word] = this.count;
      this.count += bitCount(this.words[word]!);
    }
  }

  /** The number of a member. */
  rank(state: number): number {
    const word = state >>> 5;
    return this.ranks[word]! + bitCount(this.words[word]! & ((1 << (state & 31)) - 1));
  }

  /** The members, in ascending order. */
  *[Symbol.iterator](): Generator<number> {
    for (let word = 0; word < this.words.length; word++) {
      for (let bits = this.words[word]!; bits !== 0; bits &= bits - 1)
        yield 32 * word + 31 - Math.clz32(bits & -bits);
    }
  }
}

/** A few states of a large space, ranked: as `StateBits`, in memory for themselves only. */
export class FewStates {
  private readonly ranks: ReadonlyMap<number, number>;

  /** @param states different ones */
  constructor(states: readonly number[]) {
    this.ranks = new Map(states.map((state, rank) => [state, rank]));
  }

  get count(): number {
    return this.ranks.size;
  }

  has(state: number): boolean {
    return this.ranks.has(state);
  }

  rank(state: number): number {
    return this.ranks.get(state)!;
  }
}

function bitCount(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
