import { createHash } from 'node:crypto';
import type { CheckOptions } from './options.js';
import type { NumberedRun } from './schedule.js';

/** Digits of a digest: as many as it takes for no two checks to have the same one by chance. */
const DIGITS = 16;

/**
 * Tells apart what shards are of: different for different items, and for options that change what is said of them. Seconds and memory are left out, as each
 * machine has its own: a search that had less of them is inconclusive, never better.
 */
export function checkDigest(
  all: readonly NumberedRun[],
  {
    seed,
    runs,
    deep = false,
    progressChecks = true,
    reduction,
    statesMax,
  }: Pick<CheckOptions, 'seed' | 'runs' | 'deep' | 'progressChecks' | 'reduction' | 'statesMax'>,
): string {
  const items = all.map(({ planned: { mode, subject } }) => [mode, subject]);
  const text = JSON.stringify([seed, runs, deep, progressChecks, reduction, statesMax, items]);
  return createHash('sha256').update(text).digest('hex').slice(0, DIGITS);
}
