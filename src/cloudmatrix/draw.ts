import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { log } from './elementary.js';

/** Words that are thrown away first: those of neighbouring seeds are alike. */
const WARM_UP = 16;

/** Random numbers that are the same for a seed on any machine. */
export class Draw {
  private readonly generator;
  private second: number | undefined;

  /** @param seed any 32-bit integer */
  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
    for (let left = WARM_UP; left > 0; left--) this.generator.next();
  }

  /** Where the generator (xoroshiro128+) is: the higher and the lower half of each of its two words. */
  state(): readonly [number, number, number, number] {
    return this.generator.getState() as unknown as readonly [number, number, number, number];
  }

  /** Any 32 bits, as an unsigned integer. */
  word(): number {
    return this.generator.next() >>> 0;
  }

  /** In [0, 1). */
  unit(): number {
    return this.word() / 2 ** 32;
  }

  /** A whole number in [0, count). */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  sign(): 1 | -1 {
    return this.word() & 1 ? 1 : -1;
  }

  /** Of the standard normal distribution, by the polar method of Marsaglia, which makes two at a time. */
  gaussian(): number {
    const { second } = this;
    if (second !== undefined) {
      this.second = undefined;
      return second;
    }
    for (;;) {
      const x = 2 * this.unit() - 1;
      const y = 2 * this.unit() - 1;
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const factor = Math.sqrt((-2 * log(square)) / square);
      this.second = y * factor;
      return x * factor;
    }
  }

  /** The same things in another order (Fisher and Yates). */
  shuffled<T>(all: readonly T[]): T[] {
    const order = [...all];
    for (let at = order.length - 1; at > 0; at--) {
      const other = this.below(at + 1);
      [order[at], order[other]] = [order[other]!, order[at]!];
    }
    return order;
  }
}
