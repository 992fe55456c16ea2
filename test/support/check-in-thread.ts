import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { BoundResult, BoundSuite, BoundsOptions, BoundsResult } from '../../src/index.js';

/** What the inputs of each claim of one of the catalogue's suites come to, by name; worked out in a thread of its own. */
export async function checkInThread(
  { name }: BoundSuite,
  options: BoundsOptions,
): Promise<ReadonlyMap<string, BoundResult>> {
  const worker = new Worker(new URL('./bounds-worker.mjs', import.meta.url), {
    workerData: { name, options },
  });
  const [result] = (await once(worker, 'message')) as [BoundsResult];
  return new Map(result.bounds.map((bound) => [bound.name, bound]));
}
