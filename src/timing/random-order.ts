import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Warm-up of the generator: neighbouring seeds begin alike. */
const WARM_UP = 16;

/** The numbers that decide among steps that are due at the same time; without a seed nothing is random. */
export function randomOrder(seed: number | undefined): (() => number) | undefined {
  if (seed === undefined) return undefined;
  const generator = xoroshiro128plus(seed);
  for (let left = WARM_UP; left > 0; left--) generator.next();
  return () => generator.next();
}
