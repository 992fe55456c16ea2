/**
 * A thread that goes through states with others: see `thread-team.ts`. It waits for runs in the memory that all threads share, and has a core of its own on it.
 * Plain JavaScript, so that it starts in milliseconds, wherever this folder is.
 */
import { TextEncoder } from 'node:util';
import { workerData } from 'node:worker_threads';

const { module, memory, spins, number, at, dawdling, failure } = workerData;
const { exports } = new globalThis.WebAssembly.Instance(module, { env: { memory } });
const ints = new Int32Array(memory.buffer);
exports.setDawdling(dawdling.seed, dawdling.fault);

Atomics.add(ints, at.ready, 1);
Atomics.notify(ints, at.ready);
for (let seen = 0; ;) {
  for (let left = spins; left > 0 && Atomics.load(ints, at.epoch) === seen; left--);
  while (Atomics.load(ints, at.epoch) === seen) Atomics.wait(ints, at.epoch, seen);
  seen = Atomics.load(ints, at.epoch);
  if (Atomics.load(ints, at.ended) !== 0) break;
  try {
    exports.takeOver(ints[at.shared], ints[at.own + number]);
    while (exports.expandBlocks() === 0) Atomics.wait(ints, exports.freedAt() >>> 2, exports.seenSign());
  } catch (thrown) {
    const text = new TextEncoder().encode(String(thrown)).subarray(0, failure.length);
    failure.set(text);
    Atomics.store(ints, at.failed, text.length);
  }
  Atomics.add(ints, at.done, 1);
  Atomics.notify(ints, at.done);
}
