// Goal: `explore` of many states has the threads of the machine to itself, unless it is told otherwise, and tells the same. Method: workers that are
// started meanwhile are counted.

import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { jsonOf, run } from './harness.js';

async function explored(...options: readonly string[]) {
  let workers = 0;
  const count = () => workers++;
  // Which is told later than it happens.
  await setTimeout(0);
  process.on('worker', count);
  // 22^4 states.
  const sizes = ['--counters', '4', '--count-max', '21', '--no-progress-checks'];
  const outcome = await run(['explore', 'counters', ...sizes, '--json', ...options]);
  await setTimeout(0);
  process.off('worker', count);
  const { seconds: _, bytesPerState: __, ...told } = jsonOf(outcome) as Record<string, unknown>;
  return { told, workers };
}

it('an exploration of more than 200,000 states takes the processors that there are', async () => {
  const alone = await explored('--search-threads', '1');
  const usual = await explored();
  expect(alone.told).toMatchObject({ verdict: 'holds', states: 234_256 });
  expect(usual.told).toEqual(alone.told);
  expect(alone.workers).toBe(0);
  expect(usual.workers).toBe(Math.min(4, availableParallelism()) - 1);
});
