import { Worker } from 'node:worker_threads';
import type { CoreInstance } from './core-module.js';
import type { TableMemory } from './table-memory.js';

/** Looks at a word before a thread goes to sleep: most phases follow each other within microseconds, but where processors are busy, more looks only take time. */
const SPINS = 200;
/** Instead of a phase: the thread is to end. */
const END = -1;
const FAILURE_BYTES_MAX = 1_000;
/** Integers between words that are written by different threads, so that no two of them share a line of a cache. */
const APART = 32;
const WORDS = 6;
/**
 * A phase takes some milliseconds. A thread that is not done after so many waits is lost. Waits are counted, and not time, as a process may be stopped as a
 * whole and go on later.
 */
const WAIT_MS = 100;
const WAITS_MAX = 100;

/** Thrown when threads may not be started, as under a permission model, or have ended between two phases. All is as it was before the phase. */
export class NoThreads extends Error {}

/** Thrown when a thread gives no sign in a phase: it has ended, or may still be writing to what the phase writes to. */
export class ThreadLost extends Error {}

/** What tells threads that they are to end. */
interface Control {
  readonly ints: Int32Array;
  /** Indices into `ints`. */
  readonly at: Readonly<
    Record<'epoch' | 'phase' | 'done' | 'ready' | 'failed' | 'lost' | 'shared' | 'own', number>
  >;
}

function begin({ ints, at }: Control, phase: number): void {
  ints[at.phase] = phase;
  Atomics.add(ints, at.epoch, 1);
  Atomics.notify(ints, at.epoch);
}

/** Ends the threads of a search that was given up in its middle. */
const abandoned = new FinalizationRegistry<Control>((control) => begin(control, END));

/**
 * Threads that do the phases of batches together with the one that owns them, which waits for them at the end of each phase. They start by themselves while
 * their owner goes on, and hold nothing that keeps a process from ending.
 */
export class ThreadTeam {
  private readonly workers: Worker[] = [];
  /** Apart from the team, which nothing holds that must outlive it. */
  private readonly control: Control;
  private readonly failure = new Uint8Array(new SharedArrayBuffer(FAILURE_BYTES_MAX));

  /**
   * @param count threads, the owner's among them
   * @param idleSeed of tests: above 0, each thread dawdles now and then
   * @param waitsMax of tests: how often a thread is waited for
   * @throws NoThreads
   */
  constructor(
    private readonly instance: CoreInstance,
    memory: TableMemory,
    readonly count: number,
    idleSeed: number,
    private readonly waitsMax = WAITS_MAX,
  ) {
    const { ints } = memory;
    const size = WORDS * APART + 2 + 2 * count;
    const first = memory.allocate(size) >> 2;
    ints.fill(0, first, first + size);
    const word = (index: number) => first + index * APART;
    const at = {
      epoch: word(0),
      phase: word(1),
      done: word(2),
      ready: word(3),
      failed: word(4),
      lost: word(5),
      shared: word(WORDS),
      own: word(WORDS) + 2,
    };
    this.control = { ints, at };
    abandoned.register(this, this.control, this);
    instance.exports.setIdle(idleSeed * (count + 1));
    try {
      for (let number = 1; number < count; number++) this.workers.push(this.start(number, idleSeed));
    } catch (thrown) {
      this.close();
      throw new NoThreads('No thread can be started', { cause: thrown });
    }
  }

  private start(number: number, idleSeed: number): Worker {
    const { at, ints } = this.control;
    const worker = new Worker(new URL('./thread.mjs', import.meta.url), {
      workerData: {
        ...this.instance.shared,
        words: { spins: SPINS, end: END },
        number,
        at: { ...at, idleSeed },
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

  /** Waits until all have started. @throws ThreadLost */
  awaitReady(): void {
    this.awaitCount(this.control.at.ready);
  }

  /**
   * Says where the cores of other threads find what they take over, and what each has of its own.
   *
   * @param shared address of what `share` wrote
   */
  lay(shared: number, own: readonly { readonly at: number; readonly scratch: number }[]): void {
    const { ints, at } = this.control;
    ints[at.shared] = shared;
    own.forEach(({ at: address, scratch }, index) => {
      // The first thread is the owner.
      ints[at.own + 2 * (index + 1)] = address;
      ints[at.own + 2 * (index + 1) + 1] = scratch;
    });
  }

  /** Does a phase: `own` is what its owner does of it. @throws ThreadLost, or what a thread threw */
  do(phase: number, own: () => void): void {
    const { ints, at } = this.control;
    Atomics.store(ints, at.done, 0);
    begin(this.control, phase);
    own();
    this.awaitCount(at.done);
    const length = Atomics.load(ints, at.failed);
    if (length > 0)
      throw new Error(`A thread failed: ${new TextDecoder().decode(this.failure.slice(0, length))}`);
  }

  /** Ends all threads. */
  close(): void {
    abandoned.unregister(this);
    begin(this.control, END);
  }

  private awaitCount(index: number): void {
    const { ints } = this.control;
    const { length } = this.workers;
    for (let spins = SPINS; spins > 0 && Atomics.load(ints, index) < length; spins--);
    let waitsLeft = this.waitsMax;
    for (let now = Atomics.load(ints, index); now < length; now = Atomics.load(ints, index)) {
      if (Atomics.wait(ints, index, now, WAIT_MS) !== 'timed-out') continue;
      if (--waitsLeft > 0) continue;
      for (const worker of this.workers) void worker.terminate();
      throw new ThreadLost('A thread has ended, or gives no sign');
    }
  }
}
