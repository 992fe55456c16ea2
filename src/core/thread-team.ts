import { Worker } from 'node:worker_threads';
import type { CoreInstance } from './core-module.js';
import type { TableMemory } from './table-memory.js';

/** Looks at a word before a thread goes to sleep: runs follow each other within microseconds, but where processors are busy, more looks only take time. */
const SPINS = 200;
const FAILURE_BYTES_MAX = 1_000;
/** Integers between words that are written by different threads, so that no two of them share a line of a cache. */
const APART = 32;
const WORDS = 6;
/**
 * What a thread has begun takes less than a millisecond. One of which nothing is heard for so many waits is lost. Waits are counted, and not time, as a process
 * may be stopped as a whole and go on later.
 */
const WAIT_MS = 100;
const WAITS_MAX = 100;

/** Thrown when threads may not be started, as under a permission model, or have ended between two runs. All is as it was before. */
export class NoThreads extends Error {}

/** Thrown when a thread gives no sign in a run: it has ended, or may still be writing to its stage. */
export class ThreadLost extends Error {}

/** What tells threads that they are to end. */
interface Control {
  readonly ints: Int32Array;
  /** Indices into `ints`. */
  readonly at: Readonly<
    Record<'epoch' | 'ended' | 'done' | 'ready' | 'failed' | 'lost' | 'shared' | 'own', number>
  >;
}

function begin({ ints, at }: Control): void {
  Atomics.add(ints, at.epoch, 1);
  Atomics.notify(ints, at.epoch);
}

function end(control: Control): void {
  Atomics.store(control.ints, control.at.ended, 1);
  begin(control);
}

/** Ends the threads of a search that was given up in its middle. */
const abandoned = new FinalizationRegistry<Control>(end);

/**
 * Threads that go through states together with the one that owns them, which waits for them at the end of each run. They start by themselves while
 * their owner goes on, and hold nothing that keeps a process from ending.
 */
export class ThreadTeam {
  private readonly workers: Worker[] = [];
  /** Apart from the team, which nothing holds that must outlive it. */
  private readonly control: Control;
  private readonly failure = new Uint8Array(new SharedArrayBuffer(FAILURE_BYTES_MAX));

  /**
   * @param count threads, the owner's among them
   * @param test of tests: above 0, each thread dawdles now and then; what it does wrong; how often a thread is waited for
   * @throws NoThreads
   */
  constructor(
    private readonly instance: CoreInstance,
    memory: TableMemory,
    readonly count: number,
    private readonly test: { readonly idleSeed: number; readonly fault: number; readonly waitsMax?: number },
  ) {
    const { ints } = memory;
    const size = WORDS * APART + 1 + count;
    const first = memory.allocate(size) >> 2;
    ints.fill(0, first, first + size);
    const word = (index: number) => first + index * APART;
    const at = {
      epoch: word(0),
      ended: word(1),
      done: word(2),
      ready: word(3),
      failed: word(4),
      lost: word(5),
      shared: word(WORDS),
      own: word(WORDS) + 1,
    };
    this.control = { ints, at };
    abandoned.register(this, this.control, this);
    instance.exports.setDawdling(test.idleSeed * (count + 1), test.fault);
    try {
      for (let number = 1; number < count; number++) this.workers.push(this.start(number));
    } catch (thrown) {
      this.close();
      throw new NoThreads('No thread can be started', { cause: thrown });
    }
  }

  private start(number: number): Worker {
    const { at, ints } = this.control;
    const { idleSeed, fault } = this.test;
    const worker = new Worker(new URL('./thread.mjs', import.meta.url), {
      workerData: {
        ...this.instance.shared,
        spins: SPINS,
        number,
        at,
        dawdling: { seed: idleSeed * number, fault },
        failure: this.failure,
      },
      // Nothing of the user's is loaded into it.
      execArgv: [],
      env: {},
    });
    // One that does not start is never ready, and its owner goes on alone.
    worker.on('error', () => {});
    // Which is heard between pieces of a search only.
    worker.on('exit', () => Atomics.store(ints, at.lost, 1));
    worker.unref();
    return worker;
  }

  /** Whether all have started. @throws NoThreads if one has ended */
  get isReady(): boolean {
    const { ints, at } = this.control;
    if (Atomics.load(ints, at.lost) !== 0) throw new NoThreads('A thread has ended');
    return Atomics.load(ints, at.ready) === this.workers.length;
  }

  /** Waits until all have started. @throws NoThreads if one does not */
  awaitReady(): void {
    if (!this.hasCome(this.control.at.ready)) throw new NoThreads('A thread does not start');
  }

  /**
   * Says where the cores of other threads find what they take over, and what each has of its own.
   *
   * @param shared address of what `share` wrote
   */
  lay(shared: number, own: readonly number[]): void {
    const { ints, at } = this.control;
    ints[at.shared] = shared;
    // The first thread is the owner.
    own.forEach((address, index) => (ints[at.own + index + 1] = address));
  }

  /** Has all threads go through states; `own` is what their owner does: whether it has heard of all. @throws ThreadLost, or what a thread threw */
  do(own: () => boolean): void {
    const { ints, at } = this.control;
    Atomics.store(ints, at.done, 0);
    begin(this.control);
    const isComplete = own() && this.hasCome(at.done);
    const length = Atomics.load(ints, at.failed);
    if (length > 0)
      throw new Error(`A thread failed: ${new TextDecoder().decode(this.failure.slice(0, length))}`);
    if (isComplete) return;
    for (const worker of this.workers) void worker.terminate();
    throw new ThreadLost('A thread has ended, or gives no sign');
  }

  /** Ends all threads. */
  close(): void {
    abandoned.unregister(this);
    end(this.control);
  }

  /** Waits until another number is there than was seen. Returns false where nothing is heard any more. */
  hasChanged(index: number, seen: number): boolean {
    const { ints } = this.control;
    for (let waitsLeft = this.test.waitsMax ?? WAITS_MAX; waitsLeft > 0; waitsLeft--)
      if (Atomics.wait(ints, index, seen, WAIT_MS) !== 'timed-out') return true;
    return false;
  }

  /** Waits until a count is that of the other threads. */
  private hasCome(index: number): boolean {
    const { ints } = this.control;
    const { length } = this.workers;
    for (let spins = SPINS; spins > 0 && Atomics.load(ints, index) < length; spins--);
    for (let now = Atomics.load(ints, index); now < length; now = Atomics.load(ints, index))
      if (!this.hasChanged(index, now)) return false;
    return true;
  }
}
