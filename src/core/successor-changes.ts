import type { TableMemory } from './table-memory.js';

const WORD_BYTES = 4;

/** The changes that lead from a state to its successors, written into a core's memory. */
export class SuccessorChanges {
  private changesMax = 1 << 10;
  private changesAt: number;
  private startsMax = 1 << 8;
  private firstStartAt: number;

  constructor(private readonly memory: TableMemory) {
    this.changesAt = memory.allocate(2 * this.changesMax);
    this.firstStartAt = memory.allocate(this.startsMax);
  }

  /** Where the cells stand, of all successors. */
  get cellsAt(): number {
    return this.changesAt;
  }

  /** Where their values stand. */
  get valuesAt(): number {
    return this.changesAt + WORD_BYTES * this.changesMax;
  }

  /** Where it stands where the changes of a successor begin, and those of the ones behind it. */
  startsAt(successor: number): number {
    return this.firstStartAt + WORD_BYTES * successor;
  }

  /** By hand: there are a few of them, again and again. */
  write(cells: Int32Array, values: Int32Array, start: Int32Array, count: number): void {
    const changes = start[count]!;
    if (changes > this.changesMax || count + 1 > this.startsMax) {
      this.memory.release(this.changesAt, 2 * this.changesMax);
      this.memory.release(this.firstStartAt, this.startsMax);
      this.changesMax = Math.max(this.changesMax, 2 * changes);
      this.startsMax = Math.max(this.startsMax, 2 * (count + 1));
      this.changesAt = this.memory.allocate(2 * this.changesMax);
      this.firstStartAt = this.memory.allocate(this.startsMax);
    }
    const { changesMax } = this;
    const { ints } = this.memory;
    const startsAt = this.firstStartAt >> 2;
    for (let step = 0; step <= count; step++) ints[startsAt + step] = start[step]!;
    const cellsAt = this.changesAt >> 2;
    for (let at = 0; at < changes; at++) {
      ints[cellsAt + at] = cells[at]!;
      ints[cellsAt + changesMax + at] = values[at]!;
    }
  }
}
