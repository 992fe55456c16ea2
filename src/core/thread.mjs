/**
 * A thread that takes part in batches: see `thread-team.ts`. It waits for phases in the memory that all threads share, and has a core of its own on it.
 * Plain JavaScript, so that it starts in milliseconds, wherever this folder is.
 */
import { TextEncoder } from 'node:util';
import { workerData } from 'node:worker_threads';

const { module, memory, words, number, at, failure } = workerData;
const { exports } = new globalThis.WebAssembly.Instance(module, { env: { memory } });
const ints = new Int32Array(memory.buffer);
exports.setIdle(at.idleSeed * number);

Atomics.add(ints, at.ready, 1);
Atomics.notify(ints, at.ready);
for (let seen = 0; ;) {
  for (let spins = words.spins; spins > 0 && Atomics.load(ints, at.epoch) === seen; spins--);
  while (Atomics.load(ints, at.epoch) === seen) Atomics.wait(ints, at.epoch, seen);
  seen = Atomics.load(ints, at.epoch);
  const phase = ints[at.phase];
  if (phase === words.end) break;
  try {
    exports.takeOver(ints[at.shared], ints[at.own + 2 * number], ints[at.own + 2 * number + 1]);
    exports.work(phase, number);
  } catch (thrown) {
    const text = new TextEncoder().encode(String(thrown)).subarray(0, failure.length);
    failure.set(text);
    Atomics.store(ints, at.failed, text.length);
  }
  Atomics.add(ints, at.done, 1);
  Atomics.notify(ints, at.done);
}
