import type { ExploreResult } from '../../../src/index.js';
import type { Counts } from '../../oracle.js';

/** Every budget lies above what is searched: an exploration that is cut short would count wrong. */
export const BUDGETS = { statesMax: 1e9, bytesMax: 64 * 2 ** 30, secondsMax: 24 * 3600 } as const;

/** What peers do, too: all states, whatever is violated, and nothing about runs that never end. */
export const AS_PEERS_DO = { ...BUDGETS, afterViolation: 'continue', progressChecks: false } as const;

export function countsOf({ states, steps, xstateCalls }: ExploreResult) {
  return { states, transitions: steps, xstateCalls };
}

export async function measured<T extends Counts>(
  search: () => T | Promise<T>,
): Promise<T & { readonly cpuSeconds: number }> {
  const before = process.cpuUsage();
  const result = await search();
  return { ...result, cpuSeconds: cpuSince(before) };
}

/** User and system time of all threads, in seconds. */
export function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
