import { createHash } from 'node:crypto';
import type { NumberRows } from '../peers/number-arrays.js';

/** What a contender's product is handed back as. */
export type Sums = Int32Array | NumberRows;

/** What one contender's own process reports. */
export interface GemmMeasurement {
  /** Seconds of each run, in order; the first is cold. */
  readonly secondsOfRuns: readonly number[];
  /** SHA-256 of the sums. */
  readonly digest: string;
}

/** Multiplies `runs` times in this process and measures the multiplication alone. */
export async function measureGemm(
  runs: number,
  multiply: () => Sums | Promise<Sums>,
): Promise<GemmMeasurement> {
  const secondsOfRuns: number[] = [];
  const digests = new Set<string>();
  while (secondsOfRuns.length < runs) {
    const before = performance.now();
    const sums = await multiply();
    secondsOfRuns.push((performance.now() - before) / 1000);
    digests.add(digestOf(sums));
  }
  const [digest, another] = digests;
  if (another !== undefined) throw new Error('Two runs of one multiplication differ.');
  return { secondsOfRuns, digest: digest! };
}

function digestOf(sums: Sums): string {
  const flat = sums instanceof Int32Array ? sums : Int32Array.from(sums.flat());
  return createHash('sha256').update(flat).digest('hex');
}
