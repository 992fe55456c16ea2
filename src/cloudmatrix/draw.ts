import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { log } from './elementary.js';

/** Words that are thrown away first: those of neighbouring seeds are alike. */
const WARM_UP = 16;

/** Of Fowler, Noll and Vo's hash of 32 bits (FNV-1a). */
const HASH_PRIME = 0x01000193;

/**
 * The seed of one of the things that a run draws by its seed: what two of them draw, or one of them by neighbouring seeds, has nothing to do with each other.
 * The generator alone does not see to that: it is linear, so that the first few numbers of neighbouring seeds go together.
 *
 * @param seed of the run, any 32-bit integer
 * @param what is drawn, by a name of its own
 * @param which of its kind, by whole numbers
 * @returns any 32-bit integer
 */
export function seedOf(seed: number, what: string, ...which: readonly number[]): number {
  let hash = scattered(seed);
  for (let at = 0; at < what.length; at++) hash = Math.imul(hash ^ what.charCodeAt(at), HASH_PRIME);
  return which.reduce((mixed, number) => scattered(mixed ^ number), scattered(hash));
}

/** By the last step of MurmurHash3: a bit that differs changes each bit of the result as often as not. One to one. */
function scattered(word: number): number {
  let mixed = word + 0x9e3779b9;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

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
