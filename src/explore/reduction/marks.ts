import { Bits } from './bits.js';

/** A set of small integers that is emptied at once. */
export class Marks {
  private stamps = new Int32Array(16);
  private stamp = 1;
  /** In the order in which they were added. */
  readonly values: number[] = [];

  clear(): void {
    this.stamp++;
    this.values.length = 0;
  }

  /** All of them, as they are now. */
  toBits(): Bits {
    return Bits.of(this.values);
  }

  has(value: number): boolean {
    return value < this.stamps.length && this.stamps[value] === this.stamp;
  }

  /** Returns whether it is new. */
  add(value: number): boolean {
    if (value >= this.stamps.length) {
      const longer = new Int32Array(2 * (value + 1));
      longer.set(this.stamps);
      this.stamps = longer;
    }
    if (this.stamps[value] === this.stamp) return false;
    this.stamps[value] = this.stamp;
    this.values.push(value);
    return true;
  }
}
