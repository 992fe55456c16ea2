// Goal: the first Ctrl-C ends a command with what is known so far, never with "holds"; the second ends it at once.
// Method: the interruption comes in the event loop's next turns, while networks far too large to finish are being checked.

import { expect, it, vi } from 'vitest';
import type { CliIo } from '../../src/cli/io.js';
import { jsonOf, run } from './harness.js';

const LARGE = ['--counters', '4', '--count-max', '1000'];
const STOPPING = 'Stopping with what is known so far; press Ctrl-C again to end at once.\n';

/** Interrupts so many times, as soon as the command lets the event loop turn. */
function interruptions(times: number): CliIo['onInterrupt'] {
  return (listener) => {
    let isSubscribed = true;
    for (let time = 0; time < times; time++) setImmediate(() => isSubscribed && listener());
    return () => {
      isSubscribed = false;
    };
  };
}

it('explore tells what it has seen, exit code 3', async () => {
  // To load what a command needs takes turns of the event loop, too: by then it is loaded.
  await run(['explore', 'counters', '--counters', '1', '--count-max', '1']);
  const { code, stdout, stderr } = await run(['explore', 'counters', ...LARGE], {
    onInterrupt: interruptions(1),
  });
  expect({ code, stderr }).toEqual({ code: 3, stderr: STOPPING });
  expect(stdout).toMatch(/^counters \(counters 4, countMax 1000, start idle\): inconclusive\.\n/);
  expect(stdout).toMatch(
    /\nIt was interrupted, with [\d,]+ states left to expand\. Run it again to its end for a verdict\.\n/,
  );
});

it('walk tells what it has seen, exit code 3', async () => {
  const args = ['walk', 'counters', ...LARGE, '--walks', '1000000'];
  const { code, stdout } = await run(args, { onInterrupt: interruptions(1) });
  expect(code).toBe(3);
  expect(stdout).toMatch(
    /\nIt was interrupted, with [\d,]+ walks left\. Run it again to its end for a verdict\.\n/,
  );
});

it('campaign tells what it has seen, exit code 3', async () => {
  const result = await run(['campaign', 'counters', '--runs', '20000', '--json'], {
    onInterrupt: interruptions(1),
  });
  expect(result.code).toBe(3);
  expect(jsonOf(result)).toMatchObject({ verdict: 'inconclusive', inconclusive: { budget: 'interrupted' } });
});

it('campaign does not hold when it was interrupted before its first run', async () => {
  const onInterrupt: CliIo['onInterrupt'] = (listener) => {
    // Subscribed, and interrupted in the same breath.
    queueMicrotask(listener);
    return () => {};
  };
  const result = await run(['campaign', 'counters'], { onInterrupt });
  expect(result.code).toBe(3);
  expect(result.stdout).toMatch(/^counters, random configurations: inconclusive\.\n/);
  expect(result.stdout).toMatch(/\nIt was interrupted, with \d+ runs left\. /);
});

it('check tells what it has done and what it has not, exit code 3', async () => {
  const args = ['check', 'locks', 'counters', '--runs', '100000'];
  const result = await run([...args, '--json'], { onInterrupt: interruptions(1) });
  expect(result.code).toBe(3);
  expect(jsonOf(result)).toMatchObject({ verdict: 'inconclusive', left: expect.any(Number) });
  const { stdout } = await run(args, { onInterrupt: interruptions(1) });
  expect(stdout).toMatch(
    /\nIt was interrupted, with \d runs left\. Run it again to its end for a verdict\.\n/,
  );
});

it('a second interruption ends the command at once, exit code 130', async () => {
  const { code } = await run(['explore', 'counters', ...LARGE], { onInterrupt: interruptions(2) });
  expect(code).toBe(130);
});

it('a command that is done listens no more', async () => {
  const unsubscribe = vi.fn();
  await run(['list'], { onInterrupt: () => unsubscribe });
  expect(unsubscribe).toHaveBeenCalledOnce();
});
