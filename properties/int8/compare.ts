import { Worst } from '../../src/index.js';

/** A bound that an operation tells of itself: what is larger than it need be says less than is known. */
export function toldAtMost(worst: Worst, told: number, most: number, what: () => string): void {
  worst.same(Math.max(told, most), most, () => `${what()}, or what it is at most if that is more`);
}

/** Every element of some output beside what it should be. */
export function compareAll(
  found: ArrayLike<number>,
  real: ArrayLike<number>,
  bound: (at: number) => number,
  what: string,
): Worst {
  const worst = new Worst();
  for (let at = 0; at < real.length; at++) {
    worst.within(Math.abs(found[at]! - real[at]!), bound(at), () => `error of ${what} ${at}`);
  }
  return worst;
}
