import { expect } from 'vitest';
import { unseenInAll } from '../../src/check/unseen.js';
import type { Configuration } from '../../src/index.js';
import type { exploredOnce } from './explored-once.js';

/** As `check --strict` has it: networks of a family put each of its claims to the test, about each component that it is made about. */
export async function expectNothingVacuous(
  all: readonly Configuration[],
  explored: ReturnType<typeof exploredOnce>,
): Promise<void> {
  const results = await Promise.all(all.map(explored));
  expect(unseenInAll(results).vacuous).toEqual([]);
}
