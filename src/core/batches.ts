import type { CoreInstance } from './core-module.js';
import type { CoreStates } from './core-states.js';
import type { TableMemory } from './table-memory.js';
import { ThreadTeam } from './thread-team.js';

/** Phases of a batch; see `assembly/batch.ts`. */
const EXPAND = 0;
const PROBE = 1;
const PLACE = 2;
const SETTLE = 3;

/** How a part ended, as `run` of the core does. */
const REACHED = 0;
const LOG_FULL = 5;

/** Integers of a part, and which of them is what; see `assembly/batch.ts`. */
const PART_INTS = 16;
const START = 0;
const END = 1;
const JUDGED = 2;
const STATE = 3;
const STOP = 4;
const STAGED = 6;
const CLOSED = 10;
const FIRST = 11;
const NEWS = 12;

/** Of each thread, with as many items as there are rows. */
const LISTS = 4;

const SHARED_INTS = 64;
const SHARDS = 256;
/** Neighbours are one thread's, as what is written down of them shares lines of a processor's cache. */
const SHARDS_TOGETHER = 8;
/** Room for the slots of a shard that grows. */
const SCRATCH_INTS = 1 << 20;
/** Rows that a part has room for: a phase takes about a millisecond, and most of them stay in a processor's cache. */
const PART_ROWS_MAX = 1 << 14;
const PART_ROWS_MIN = 1 << 12;
const PART_WORDS = 1 << 18;
/** Share of the room that a part is expected to fill: one that is full before its end costs all that come after it. */
const FILL = 0.6;
/** Below so many states, one thread is as quick. */
const STATES_MIN = 256;
const STATES_AT_START = 1 << 10;
const STATES_MAX = 1 << 15;

/** How a batch comes to what one thread would: tests show that other rules are caught. */
export interface BatchRules {
  /** How many parts count. @param isWhole of each part, in order, whether it came to its end */
  readonly committed: (isWhole: readonly boolean[]) => number;
  /** The number of the first new row of each part. @param news how many new rows each has */
  readonly firsts: (size: number, news: readonly number[]) => readonly number[];
  /** What is done when it is known which rows are new. */
  readonly last: readonly number[];
}

/** @testonly wrong rules are made of these */
export const BATCH_RULES: BatchRules = {
  // A part that ended early is the last: the state at which it did is dealt with before anything that comes after it.
  committed: (isWhole) => {
    const early = isWhole.indexOf(false);
    return early < 0 ? isWhole.length : early + 1;
  },
  firsts: (size, news) => {
    let next = size;
    return news.map((count) => (next += count) - count);
  },
  last: [PLACE, SETTLE],
};

/** How threads take part in a search. */
export interface Threading {
  readonly count: number;
  /** They do once there are so many states. */
  readonly from: number;
  /** Of tests: states of a batch, rows of a part, how threads dawdle, other rules. Where there are any, threads are waited for until they have started. */
  readonly test?: {
    readonly batchStates: number;
    readonly partRows?: number;
    readonly idleSeed?: number;
    readonly rules?: BatchRules;
    /** How often a thread is waited for. */
    readonly waitsMax?: number;
  };
}

/** Has several threads go through states, with the very outcome that one has. */
export class Batches {
  private readonly team: ThreadTeam;
  private readonly parts: number;
  private readonly counts: number;
  private readonly cursors: number;
  private readonly owners: number;
  private readonly shared: number;
  private readonly scratch: number[] = [];
  private readonly rules: BatchRules;
  /** What depends on the lengths of rows and tables: integers of each, and blocks of memory. */
  private rowWords = 0;
  private ownInts = 0;
  private partRows = 0;
  private closes = 0;
  private numbers = 0;
  private own: readonly { readonly at: number; readonly scratch: number }[] = [];
  private blocks: { readonly at: number; readonly ints: number }[] = [];
  /** States of a batch, and rows that are staged for each, as of late. */
  private batchStates = STATES_AT_START;
  /** States gone through since the core stopped last. */
  private sinceStop = 0;
  private rowsPerState = 4;

  /** @throws TablesFull, NoThreads */
  constructor(
    private readonly instance: CoreInstance,
    private readonly memory: TableMemory,
    private readonly states: CoreStates,
    private readonly threading: Threading,
    private readonly statesMax: number,
  ) {
    const { count, test } = threading;
    this.rules = test?.rules ?? BATCH_RULES;
    this.parts = memory.allocateSparing(PART_INTS * count);
    this.counts = memory.allocateSparing(2 * count * count);
    this.cursors = memory.allocateSparing(2 * count * count);
    this.owners = memory.allocateSparing(SHARDS / 4);
    const owners = Int8Array.from(
      { length: SHARDS },
      (_, shard) => Math.floor(shard / SHARDS_TOGETHER) % count,
    );
    memory.ints.set(new Int32Array(owners.buffer), this.owners >> 2);
    this.shared = memory.allocateSparing(SHARED_INTS);
    for (let thread = 1; thread < count; thread++) this.scratch.push(memory.allocateSparing(SCRATCH_INTS));
    this.lay();
    this.team = new ThreadTeam(instance, memory, count, test?.idleSeed ?? 0, test?.waitsMax);
    if (test !== undefined) {
      // Else there are no shards to be shared out before there are many states.
      instance.exports.setOneShardMax(0);
      instance.exports.flush();
      states.drain();
      instance.exports.rebuild();
      this.team.awaitReady();
    }
  }

  close(): void {
    this.team.close();
  }

  /**
   * As the core's `run`; may end before the end without any other reason.
   *
   * @param aloneEnd where one thread is to end that does it alone
   * @throws TablesFull, NoThreads where nothing has been done; ThreadLost
   */
  run(from: number, end: number, aloneEnd: number, isJudged: boolean, logMax: number): number {
    const { exports: core } = this.instance;
    const { test } = this.threading;
    const runAlone = () => this.runAlone(from, aloneEnd, isJudged, logMax);
    if (!this.team.isReady || core.isDivided() === 0) return runAlone();
    const to = this.endOfBatch(from, end);
    if (test === undefined && to - from < STATES_MIN) return runAlone();
    core.flush();
    this.states.drain();
    const isNearBudget = this.states.size + (to - from) * this.rowsPerState > this.statesMax;
    if (isNearBudget) return runAlone();
    this.lay();
    this.expand(from, to, isJudged);
    const { committed, total } = this.commit(to - from);
    // Which state is the last that there is room for, one thread finds.
    if (this.states.size + total > this.statesMax || core.hasRoomFor(total) === 0) return runAlone();
    this.add(total);
    this.tell(committed);
    return this.noted(from, this.int(committed - 1, STOP));
  }

  /** Notes how far the core has come, and whether it stopped. */
  private noted(from: number, stop: number): number {
    this.sinceStop += this.instance.exports.nextState() - from;
    if (stop !== REACHED && stop !== LOG_FULL) this.sinceStop = 0;
    return stop;
  }

  /** What is left of a level is cut into batches of one size. */
  private endOfBatch(from: number, end: number): number {
    const { test } = this.threading;
    if (test !== undefined) return Math.min(end, from + test.batchStates);
    const left = end - from;
    // Where the core stops, all that other threads have done of what comes after it is done for nothing; and it stops soon where it has stopped before.
    const states = Math.max(1, Math.min(this.batchStates, this.sinceStop / 2));
    return from + Math.ceil(left / Math.ceil(left / states));
  }

  private runAlone(from: number, to: number, isJudged: boolean, logMax: number): number {
    const stop = this.instance.exports.run(from, to, isJudged ? 1 : 0, logMax);
    if (stop === REACHED) this.batchStates = Math.min(STATES_MAX, 2 * this.batchStates);
    return this.noted(from, stop);
  }

  private expand(from: number, to: number, isJudged: boolean): void {
    const { count } = this.threading;
    for (let part = 0; part < count; part++) {
      const share = (boundary: number) => from + Math.floor(((to - from) * boundary) / count);
      this.setInt(part, START, share(part));
      this.setInt(part, END, share(part + 1));
      this.setInt(part, JUDGED, isJudged && part === 0 ? 1 : 0);
    }
    this.do(EXPAND);
  }

  /** Says which parts count, and how large the next batch is to be. Returns how many they are and the rows that they have staged. */
  private commit(batch: number): { readonly committed: number; readonly total: number } {
    const { count } = this.threading;
    const isWhole = Array.from({ length: count }, (_, part) => {
      return this.int(part, STOP) === REACHED && this.int(part, STATE) === this.int(part, END);
    });
    const committed = this.rules.committed(isWhole);
    let total = 0;
    for (let part = 0; part < committed; part++) total += this.int(part, STAGED);
    const expanded = this.int(committed - 1, STATE) - this.int(0, START);
    if (expanded > 0) this.rowsPerState = Math.max(1, total / expanded);
    const statesMax = Math.floor((FILL * count * this.partRows) / this.rowsPerState);
    this.batchStates = isWhole.includes(false)
      ? Math.max(STATES_MIN / 2, batch >> 1)
      : Math.min(2 * this.batchStates, statesMax, STATES_MAX);
    this.instance.exports.setCommitted(committed);
    return { committed, total };
  }

  /** Adds what the parts that count have staged. */
  private add(total: number): void {
    const { count } = this.threading;
    const { ints } = this.memory;
    const news = new Array<number>(count).fill(0);
    if (total > 0) {
      this.do(PROBE);
      for (let thread = 0; thread < count; thread++) {
        for (let part = 0; part < count; part++)
          news[part]! += ints[(this.counts >> 2) + 2 * (thread * count + part)]!;
      }
    }
    this.rules.firsts(this.states.size, news).forEach((first, part) => {
      this.setInt(part, FIRST, first);
      this.setInt(part, NEWS, news[part]!);
    });
    if (total > 0) for (const phase of this.rules.last) this.do(phase);
    this.instance.exports.conclude();
  }

  private do(phase: number): void {
    const { exports: core } = this.instance;
    core.share(this.shared);
    this.team.lay(this.shared, this.own);
    this.team.do(phase, () => core.work(phase, 0));
  }

  private tell(committed: number): void {
    for (let part = 0; part < committed; part++) {
      const first = part * this.partRows;
      this.states.tell(
        this.numbers + 4 * first,
        this.int(part, STAGED),
        this.closes + 8 * first,
        this.int(part, CLOSED),
      );
    }
  }

  private int(part: number, field: number): number {
    return this.memory.ints[(this.parts >> 2) + PART_INTS * part + field]!;
  }

  private setInt(part: number, field: number, value: number): void {
    this.memory.ints[(this.parts >> 2) + PART_INTS * part + field] = value;
  }

  /** Makes room for what threads stage, and what each has of its own, when rows or tables have become longer. */
  private lay(): void {
    const { memory, threading } = this;
    const { count, test } = threading;
    const { exports: core } = this.instance;
    const rowWords = this.states.rowWords;
    const ownInts = core.privateInts();
    if (rowWords <= this.rowWords && ownInts <= this.ownInts) return;
    for (const { at, ints } of this.blocks) memory.release(at, ints);
    this.blocks = [];
    this.rowWords = 2 * rowWords;
    this.ownInts = 2 * ownInts;
    this.partRows =
      test?.partRows ??
      Math.max(PART_ROWS_MIN, Math.min(PART_ROWS_MAX, 2 ** Math.floor(Math.log2(PART_WORDS / rowWords))));
    const rows = count * this.partRows;
    const allocate = (ints: number) => {
      const at = memory.allocateSparing(ints);
      this.blocks.push({ at, ints });
      return at;
    };
    const rowsAt = allocate(this.rowWords * rows);
    const hashes = allocate(2 * rows);
    const parents = allocate(rows);
    const awakeRows = allocate(2 * rows);
    this.numbers = allocate(rows);
    this.closes = allocate(2 * rows);
    const lists = allocate(LISTS * count * rows);
    const owned = allocate(count * rows);
    core.layBatch(
      this.parts,
      count,
      this.partRows,
      rowsAt,
      hashes,
      parents,
      awakeRows,
      this.numbers,
      this.closes,
      lists,
      owned,
      this.counts,
      this.cursors,
      this.owners,
    );
    this.own = this.scratch.map((scratch) => ({ at: allocate(this.ownInts), scratch }));
  }
}
