import { Worst } from '../../src/index.js';

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
