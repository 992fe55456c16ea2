import { Worker } from 'node:worker_threads';
import type { CoreInstance } from './core-module.js';
import type { TableMemory } from './table-memory.js';

/** Looks at a word before a thread goes to sleep: most phases follow each other within microseconds. */
const SPINS = 2_000;
/** Instead of a phase: the thread is to end. */
const END = -1;
const FAILURE_BYTES_MAX = 1_000;
/** Integers between words that are written by different threads, so that no two of them share a line of a cache. */
const APART = 32;
const WORDS = 5;

/** Thrown when threads may not be started, as under a permission model. */
export class NoThreads extends Error {}

/**
 * Threads that do the phases of batches together with the one that owns them, which waits for them at the end of each phase. They start by themselves while
 * their owner goes on, and hold nothing that keeps a process from ending.
 */
export class ThreadTeam {
  private readonly workers: Worker[] = [];
  private readonly ints: Int32Array;
  /** Indices into `ints`. */
  private readonly at: Readonly<
    Record<'epoch' | 'phase' | 'done' | 'ready' | 'failed' | 'shared' | 'own', number>
  >;
  private readonly failure = new Uint8Array(new SharedArrayBuffer(FAILURE_BYTES_MAX));

  /**
   * @param count threads, the owner's among them
   * @param idleSeed of tests: above 0, each thread dawdles now and then
   * @throws NoThreads
   */
  constructor(
    private readonly instance: CoreInstance,
    memory: TableMemory,
    readonly count: number,
    idleSeed: number,
  ) {
    this.ints = memory.ints;
    const size = WORDS * APART + 2 + 2 * count;
    const first = memory.allocate(size) >> 2;
    this.ints.fill(0, first, first + size);
    const word = (index: number) => first + index * APART;
    this.at = {
      epoch: word(0),
      phase: word(1),
      done: word(2),
      ready: word(3),
      failed: word(4),
      shared: word(WORDS),
      own: word(WORDS) + 2,
    };
    instance.exports.setIdle(idleSeed * (count + 1));
    try {
      for (let number = 1; number < count; number++) this.workers.push(this.start(number, idleSeed));
    } catch (thrown) {
      this.close();
      throw new NoThreads('No thread can be started', { cause: thrown });
    }
  }

  private start(number: number, idleSeed: number): Worker {
    const worker = new Worker(new URL('./thread.mjs', import.meta.url), {
      workerData: {
        ...this.instance.shared,
        words: { spins: SPINS, end: END },
        number,
        at: { ...this.at, idleSeed },
        failure: this.failure,
      },
      execArgv: [],
    });
    // One that does not start is never ready, and its owner goes on alone.
    worker.on('error', () => {});
    worker.unref();
    return worker;
  }

  /** Whether all have started. */
  get isReady(): boolean {
    return Atomics.load(this.ints, this.at.ready) === this.workers.length;
  }

  /** Waits until all have started. */
  awaitReady(): void {
    this.awaitCount(this.at.ready);
  }

  /**
   * Says where the cores of other threads find what they take over, and what each has of its own.
   *
   * @param shared address of what `share` wrote
   */
  lay(shared: number, own: readonly { readonly at: number; readonly scratch: number }[]): void {
    this.ints[this.at.shared] = shared;
    own.forEach(({ at, scratch }, index) => {
      // The first thread is the owner.
      this.ints[this.at.own + 2 * (index + 1)] = at;
      this.ints[this.at.own + 2 * (index + 1) + 1] = scratch;
    });
  }

  /** Does a phase: `own` is what its owner does of it. @throws what a thread threw */
  do(phase: number, own: () => void): void {
    const { ints, at } = this;
    Atomics.store(ints, at.done, 0);
    this.begin(phase);
    own();
    this.awaitCount(at.done);
    const length = Atomics.load(ints, at.failed);
    if (length > 0)
      throw new Error(`A thread failed: ${new TextDecoder().decode(this.failure.slice(0, length))}`);
  }

  /** Ends all threads. */
  close(): void {
    this.begin(END);
  }

  private begin(phase: number): void {
    const { ints, at } = this;
    ints[at.phase] = phase;
    Atomics.add(ints, at.epoch, 1);
    Atomics.notify(ints, at.epoch);
  }

  private awaitCount(index: number): void {
    const { ints } = this;
    const { length } = this.workers;
    for (let spins = SPINS; spins > 0 && Atomics.load(ints, index) < length; spins--);
    for (let now = Atomics.load(ints, index); now < length; now = Atomics.load(ints, index))
      Atomics.wait(ints, index, now);
  }
}
