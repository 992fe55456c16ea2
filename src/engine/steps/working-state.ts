import type { Successors } from './successors.js';

/** Stamps are 32-bit. */
const SERIAL_MAX = 2 ** 31 - 1;

/** A state in which steps are performed and taken back: the cells that a step changes are known, with what they held before. */
export class WorkingState {
  /** By cell; longer than a state. */
  cells = new Int32Array(64);
  /** By cell: serial number of the last step that changed it. */
  private stamp = new Int32Array(64);
  /** Cells that the present step has changed, each with its old value behind it. */
  private touched = new Int32Array(128);
  private touchedCount = 0;
  private serial = 0;

  /** Takes over a state of so many cells; those that the vector does not have are empty. */
  load(vector: Int32Array, cellCount: number): void {
    this.reserve(cellCount);
    this.touchedCount = 0;
    const { cells } = this;
    const length = Math.min(vector.length, cellCount);
    for (let cell = 0; cell < length; cell++) cells[cell] = vector[cell]!;
    for (let cell = length; cell < cellCount; cell++) cells[cell] = 0;
  }

  /** A step begins. */
  begin(): void {
    if (++this.serial === SERIAL_MAX) {
      this.stamp.fill(0);
      this.serial = 1;
    }
    this.touchedCount = 0;
  }

  put(cell: number, value: number): void {
    if (this.stamp[cell] !== this.serial) {
      this.stamp[cell] = this.serial;
      this.touched[this.touchedCount++] = cell;
      this.touched[this.touchedCount++] = this.cells[cell]!;
    }
    this.cells[cell] = value;
  }

  /** How many cells the last step has touched. */
  get changes(): number {
    return this.touchedCount / 2;
  }

  changedCell(change: number): number {
    return this.touched[2 * change]!;
  }

  /** What a cell held before the present step. */
  before(cell: number): number {
    for (let at = 0; at < this.touchedCount; at += 2) {
      if (this.touched[at] === cell) return this.touched[at + 1]!;
    }
    return this.cells[cell]!;
  }

  /** Whether the present step has changed anything so far. */
  hasChanges(): boolean {
    const { touched, cells } = this;
    for (let at = 0; at < this.touchedCount; at += 2) {
      if (cells[touched[at]!] !== touched[at + 1]) return true;
    }
    return false;
  }

  /** Moves what the step has changed to the step that is open in `successors`: the state is as it was. */
  moveChanges(successors: Successors): void {
    const { touched, cells } = this;
    for (let at = 0; at < this.touchedCount; at += 2) {
      const cell = touched[at]!;
      const before = touched[at + 1]!;
      if (cells[cell] !== before) {
        successors.change(cell, cells[cell]!);
        cells[cell] = before;
      }
    }
  }

  /** Makes the changes of the first step in `successors` part of the state. */
  commit({ cell, value, start }: Successors): void {
    for (let at = start[0]!; at < start[1]!; at++) this.cells[cell[at]!] = value[at]!;
    this.touchedCount = 0;
  }

  undo(): void {
    for (let at = 0; at < this.touchedCount; at += 2) this.cells[this.touched[at]!] = this.touched[at + 1]!;
  }

  /** Makes room for so many cells. */
  reserve(cellCount: number): void {
    if (cellCount <= this.cells.length) return;
    const length = cellCount * 2;
    const copy = (old: Int32Array, size: number) => {
      const bigger = new Int32Array(size);
      bigger.set(old);
      return bigger;
    };
    this.cells = copy(this.cells, length);
    this.stamp = copy(this.stamp, length);
    this.touched = copy(this.touched, 2 * length);
  }
}
