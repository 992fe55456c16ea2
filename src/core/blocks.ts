import type { CoreInstance } from './core-module.js';
import { type CoreStates, LOG_MAX } from './core-states.js';
import type { TableMemory } from './table-memory.js';
import { ThreadTeam } from './thread-team.js';

/** How the core's `run` and `runTogether` end; see `assembly/expansion.ts` and `assembly/blocks.ts`. */
const REACHED = 0;
const LOG_FULL = 5;
const WAITING = 8;

/** Of a stage, and of what all threads look at; see `assembly/blocks.ts`. */
const STAGE_INTS = 32;
const CONTROL_INTS = 192;
const SHARED_INTS = 64;
/** So many that nobody waits for the one who adds while that one expands a block. */
const STAGES_PER_THREAD = 3;
/** Rows that a stage has room for: most of them stay in a processor's cache until they are added. */
const STAGE_ROWS_MAX = 1 << 11;
const STAGE_ROWS_MIN = 1 << 8;
const STAGE_WORDS = 1 << 16;
/** Share of the room that a block is expected to fill: what comes after one that is full before its end is expanded in vain. */
const FILL = 0.6;
/** Likewise of the log: what has no room there is expanded in vain. */
const LOG_FILL = 0.8;
/** A run is as long as nobody need look at the clock: at its end and at its beginning, threads wait. In milliseconds. */
const RUN_MS_MAX = 40;
const RUN_STATES_AT_START = 1 << 9;
const RUN_STATES_MAX = 1 << 18;
const BLOCK_STATES_AT_START = 1 << 6;
const BLOCK_STATES_MAX = 1 << 10;
/** Taken once: users' modules may replace it. */
const now = performance.now.bind(performance);
/** Below so many states, and so soon after the core has stopped, one thread is as quick. */
const STATES_MIN = 256;
/** What tests have threads do wrong, so that it shows; see `assembly/dawdling.ts`. */
const FAULTS = { 'any order': 1, 'whole too early': 2, 'beyond an early end': 3 } as const;
/** @testonly the tests of threads name them */
export type ThreadFault = keyof typeof FAULTS;

/** How threads take part in a search. */
export interface Threading {
  readonly count: number;
  /** They do once there are so many states. */
  readonly from: number;
  /** Of tests. Where there are any, threads are waited for until they have started, and take part however few states there are. */
  readonly test?: {
    readonly blockStates: number;
    readonly stageRows?: number;
    /** Threads dawdle, as this number has it. */
    readonly idleSeed?: number;
    readonly fault?: ThreadFault;
    /** How often a thread is waited for. */
    readonly waitsMax?: number;
    /** Told before threads begin, and when they are done: how many blocks there were, and how many of them other threads expanded. */
    readonly onRun?: (blocks: number, byOthers: number) => void;
  };
}

/** Has several threads go through states, with the very outcome that one has. */
export class Blocks {
  private readonly team: ThreadTeam;
  private readonly control: number;
  private readonly stages: number;
  private readonly shared: number;
  private readonly stageCount: number;
  /** What depends on the lengths of rows and tables: integers of each, and blocks of memory. */
  private rowWords = 0;
  private ownInts = 0;
  private stageRows = 0;
  private own: readonly number[] = [];
  private allocated: { readonly at: number; readonly ints: number }[] = [];
  private blockStates = BLOCK_STATES_AT_START;
  private runStates = RUN_STATES_AT_START;
  /** Rows that are staged for a state, as of late. */
  private rowsPerState = 4;
  /** States gone through since the core stopped last. */
  private sinceStop = 0;

  /** @throws TablesFull, NoThreads */
  constructor(
    private readonly instance: CoreInstance,
    private readonly memory: TableMemory,
    private readonly states: CoreStates,
    private readonly threading: Threading,
  ) {
    const { count, test } = threading;
    this.stageCount = STAGES_PER_THREAD * count;
    this.control = memory.allocateSparing(CONTROL_INTS);
    this.stages = memory.allocateSparing(STAGE_INTS * this.stageCount);
    this.shared = memory.allocateSparing(SHARED_INTS);
    this.lay();
    const fault = test?.fault === undefined ? 0 : FAULTS[test.fault];
    this.team = new ThreadTeam(instance, memory, count, { ...test, idleSeed: test?.idleSeed ?? 0, fault });
    if (test !== undefined) this.team.awaitReady();
  }

  close(): void {
    this.team.close();
  }

  /**
   * As the core's `run`; may end before the end without any other reason.
   *
   * @param aloneEnd where one thread is to end that does it alone
   * @throws TablesFull, NoThreads where nothing has been done; ThreadLost, where the core tells how far it has come
   */
  run(from: number, end: number, aloneEnd: number, isJudged: boolean): number {
    const { exports: core } = this.instance;
    const { test } = this.threading;
    const to = Math.min(end, from + (this.states.isTelling ? this.loggedStates() : this.runStates));
    const isWorthwhile = test !== undefined || Math.min(to - from, this.sinceStop) >= STATES_MIN;
    // No further than to where it is worthwhile again.
    if (!isWorthwhile) return this.runAlone(from, Math.min(aloneEnd, from + STATES_MIN), isJudged);
    if (!this.team.isReady) return this.runAlone(from, aloneEnd, isJudged);
    this.states.flush();
    this.lay();
    const blockStates = test?.blockStates ?? this.blockStates;
    core.layRun(from, to, blockStates, isJudged ? 1 : 0);
    core.share(this.shared);
    this.team.lay(this.shared, this.own);
    test?.onRun?.(0, 0);
    const startedAt = now();
    const stop = this.goTogether();
    const done = core.nextState() - from;
    const blocks = Math.ceil(done / blockStates);
    test?.onRun?.(blocks, Math.max(0, blocks - core.ownBlocksOfRun()));
    if (done > 0) this.rowsPerState = Math.max(1, core.rowsOfRun() / done);
    this.adapt(stop === REACHED && core.nextState() < to, now() - startedAt);
    // There is no room for so many states at once: which is the last that there is room for, one thread finds.
    if (stop === REACHED && done === 0) return this.runAlone(from, aloneEnd, isJudged);
    return this.noted(from, stop);
  }

  private goTogether(): number {
    const { team } = this;
    const { exports: core } = this.instance;
    let stop = WAITING;
    team.do(() => {
      do stop = core.runTogether(LOG_MAX);
      while (stop === WAITING && team.hasChanged(core.wholeAt() >>> 2, core.seenSign()));
      core.endRun();
      return stop !== WAITING;
    });
    return stop;
  }

  /** States whose steps have room in the log. */
  private loggedStates(): number {
    return Math.ceil((LOG_FILL * LOG_MAX) / this.rowsPerState);
  }

  /** Blocks become larger until they fill their stages well, and smaller where one did not come to its end; runs until they take their time. */
  private adapt(hasEndedEarly: boolean, ms: number): void {
    if (ms > RUN_MS_MAX) this.runStates = Math.max(STATES_MIN, this.runStates >> 1);
    else if (ms < RUN_MS_MAX / 4) this.runStates = Math.min(2 * this.runStates, RUN_STATES_MAX);
    const filling = Math.max(1, Math.floor((FILL * this.stageRows) / this.rowsPerState));
    this.blockStates = hasEndedEarly
      ? Math.max(1, this.blockStates >> 1)
      : Math.min(2 * this.blockStates, filling, BLOCK_STATES_MAX);
  }

  private runAlone(from: number, to: number, isJudged: boolean): number {
    return this.noted(from, this.instance.exports.run(from, to, isJudged ? 1 : 0, LOG_MAX));
  }

  /** Notes how far the core has come, and whether it stopped. */
  private noted(from: number, stop: number): number {
    this.sinceStop += this.instance.exports.nextState() - from;
    if (stop !== REACHED && stop !== LOG_FULL) this.sinceStop = 0;
    return stop;
  }

  /** Makes room for what threads stage, and what each has of its own, when rows or tables have become longer. */
  private lay(): void {
    const { memory, threading, stageCount } = this;
    const { count, test } = threading;
    const { exports: core } = this.instance;
    const rowWords = this.states.rowWords;
    const ownInts = core.privateInts();
    if (rowWords <= this.rowWords && ownInts <= this.ownInts) return;
    for (const { at, ints } of this.allocated) memory.release(at, ints);
    this.allocated = [];
    this.rowWords = 2 * rowWords;
    this.ownInts = 2 * ownInts;
    this.stageRows =
      test?.stageRows ??
      Math.max(STAGE_ROWS_MIN, Math.min(STAGE_ROWS_MAX, 2 ** Math.floor(Math.log2(STAGE_WORDS / rowWords))));
    const rows = stageCount * this.stageRows;
    const allocate = (ints: number) => {
      const at = memory.allocateSparing(ints);
      this.allocated.push({ at, ints });
      return at;
    };
    core.layBlocks(
      this.control,
      this.stages,
      stageCount,
      this.stageRows,
      allocate(this.rowWords * rows),
      allocate(2 * rows),
      allocate(rows),
      allocate(2 * rows),
      allocate(2 * rows),
    );
    this.own = Array.from({ length: count - 1 }, () => allocate(this.ownInts));
  }
}
