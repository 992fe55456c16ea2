import { Blocks, type Threading } from '../core/blocks.js';
import { CoreStates, LOG_MAX, StatesFull } from '../core/core-states.js';
import { type CoreExports, type CoreInstance, instantiateCore } from '../core/core-module.js';
import { EdgeTables } from '../core/edge-tables.js';
import { layLists } from '../core/lists.js';
import { settledBits } from '../core/step-code.js';
import { NoThreads, ThreadLost } from '../core/thread-team.js';
import { TableMemory, TablesFull } from '../core/table-memory.js';
import type { Engine } from '../engine/engine.js';
import type { StepCompiler } from '../engine/steps/step-compiler.js';
import { now } from '../interpreter/clock.js';
import type { PropertyEvaluator } from '../property/property-evaluator.js';
import { JudgingEdges } from './judging-edges.js';

/** Why the core stopped before a state: see `assembly/expansion.ts`; and that a thread was lost, which is for the host to say. */
const STOPS = [
  'reached',
  'judge',
  'compile',
  'attend',
  'over budget',
  'log full',
  'memory full',
  'fill',
  'thread lost',
] as const;
const THREAD_LOST = STOPS.indexOf('thread lost');
export type Stop = (typeof STOPS)[number];
const REACHED = STOPS.indexOf('reached');

/** Milliseconds that the core is meant to go on for. */
const RUN_MS_MIN = 2;
const RUN_MS_MAX = 10;
const STATES_AT_ONCE_MAX = 4_096;
const WORD_BYTES = 4;
const CHANNEL_INTS = 4;
/** Bits that the core looks at together, and their integers. */
const BITS = 64;
const BITS_INTS = 2;

/** The core at work on one search: it goes through states for which all is known, and stops before one for which it is not. */
export class CoreSearch {
  readonly states: CoreStates;
  private readonly compiler: StepCompiler;
  private readonly judging: JudgingEdges;
  private readonly core: CoreExports;
  private readonly memory: TableMemory;
  /** States that the core is given at once by a thread: so many that somebody looks at the clock in between. */
  statesAtOnce = 64;
  /** See `settledBits`. */
  private settled = 0;
  /** Channels that the core knows of. */
  private channelCount = -1;
  private together: Blocks | undefined;
  /** `undefined`: one thread does it. */
  private threading: Threading | undefined;
  /** The state before which the core stopped. */
  next = 0;
  private vector = new Int32Array(0);
  private stepsTaken = 0;
  private terminalTaken = 0;
  private blocks: { at: number; ints: number }[] = [];
  private judgingBlocks: { at: number; ints: number }[] = [];

  /** `undefined` where the machine gives no memory for it. */
  static for(
    engine: Engine,
    evaluator: PropertyEvaluator,
    statesMax: number,
    threading: Threading,
  ): CoreSearch | undefined {
    const instance = instantiateCore();
    return instance && new CoreSearch(engine, evaluator, statesMax, threading, instance);
  }

  private constructor(
    private readonly engine: Engine,
    private readonly evaluator: PropertyEvaluator,
    statesMax: number,
    threading: Threading,
    private readonly instance: CoreInstance,
  ) {
    if (threading.count > 1) this.threading = threading;
    this.core = instance.exports;
    this.memory = new TableMemory(instance.memory);
    this.states = new CoreStates(instance, this.memory, statesMax);
    const edges = new EdgeTables(this.core, this.memory);
    this.compiler = engine.compiler(edges, this.memory, (cell, value) => this.states.makeRoom(cell, value));
    this.judging = new JudgingEdges(engine, evaluator, edges, this.states.layout);
    this.laySources();
    this.layJudging();
  }

  /**
   * Goes through states from one on, to before another; several threads may go further.
   *
   * @param levelEnd but no further than to here
   * @param isJudged the first of them has been judged
   */
  run(from: number, end: number, levelEnd: number, isJudged: boolean): Stop {
    const startedAt = now();
    // Threads may have gone further than to the end, and leave a state to whoever goes on alone.
    const aloneEnd = Math.max(end, from + 1);
    const until = this.judging.evaluatesAhead ? aloneEnd : levelEnd;
    const isLate = () => now() - startedAt > RUN_MS_MAX;
    const to = this.judging.firstToTell(isJudged ? from + 1 : from, until, this.readState, isLate);
    const stop =
      this.runTogether(from, to, Math.min(to, aloneEnd), isJudged) ??
      this.core.run(from, Math.min(to, aloneEnd), isJudged ? 1 : 0, LOG_MAX);
    this.next = this.core.nextState();
    this.states.drain();
    const took = now() - startedAt;
    if (took > RUN_MS_MAX) this.statesAtOnce = Math.max(1, this.statesAtOnce >> 2);
    else if (took < RUN_MS_MIN) this.statesAtOnce = Math.min(STATES_AT_ONCE_MAX, 2 * this.statesAtOnce);
    return stop === REACHED && to < until && this.next === to ? 'judge' : STOPS[stop]!;
  }

  private readonly readState = (state: number): Int32Array => {
    const { cellCount } = this.engine;
    if (this.vector.length < cellCount) this.vector = new Int32Array(2 * cellCount);
    this.states.read(state, this.vector);
    return this.vector;
  };

  /** `undefined` where it is one thread's. */
  private runTogether(from: number, end: number, aloneEnd: number, isJudged: boolean): number | undefined {
    const { threading } = this;
    if (threading === undefined || this.states.size < threading.from || from === end) return undefined;
    try {
      this.together ??= new Blocks(this.instance, this.memory, this.states, threading);
      return this.together.run(from, end, aloneEnd, isJudged);
    } catch (thrown) {
      const isLost = thrown instanceof ThreadLost;
      if (!(isLost || thrown instanceof TablesFull || thrown instanceof NoThreads)) throw thrown;
      this.close();
      return isLost ? THREAD_LOST : undefined;
    }
  }

  /** Ends the threads: whatever is left, one does. */
  close(): void {
    this.together?.close();
    this.together = undefined;
    this.threading = undefined;
  }

  /** Steps that were counted and not performed on one thread, as they are known to lead to states that are there. @testonly nobody else can tell */
  get sleptCount(): number {
    return this.core.sleptCount();
  }

  /** Steps and terminal states since this was asked last. */
  takeCounts(): { readonly steps: number; readonly terminal: number } {
    const steps = this.core.stepCount() - this.stepsTaken;
    const terminal = this.core.terminalCount() - this.terminalTaken;
    this.stepsTaken += steps;
    this.terminalTaken += terminal;
    return { steps, terminal };
  }

  /** Compiles what a state needs before which the core stopped. Returns false when there is no more room. */
  compile(vector: Int32Array): boolean {
    return this.hasRoomTo(() => {
      const missing = this.core.missingSource();
      const { channelCount } = this;
      if (missing < channelCount) this.compiler.compileChannel(missing, vector);
      else this.compiler.compileComponent(missing - channelCount, vector);
      this.takeNote();
    });
  }

  /** Finds out the edge for which the core stopped. Returns false when there is no more room. */
  fill(): boolean {
    return this.hasRoomTo(() => this.compiler.fill(this.core.missingNode(), this.core.missingValue()));
  }

  /** Takes note of what the properties say of a state that has just been inspected. Returns false when there is no more room. */
  learn(vector: Int32Array): boolean {
    return this.hasRoomTo(() => {
      // To tell of a violation, other states have been expanded, and channels may have appeared.
      this.takeNote();
      this.judging.learn(vector, this.next);
      this.takeNote();
    });
  }

  /** Takes note of what was found otherwise than by the core. Returns false when there is no more room. */
  refresh(): boolean {
    return this.hasRoomTo(() => this.takeNote());
  }

  private hasRoomTo(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (thrown) {
      if (thrown instanceof TablesFull || thrown instanceof StatesFull) return false;
      throw thrown;
    }
  }

  /** Channels that have appeared, and properties that are settled, change what the core has to look at. */
  private takeNote(): void {
    const settled = settledBits((property) => this.evaluator.isViolated(property));
    this.laySources();
    if (!this.judging.refresh(this.next) && settled === this.settled) return;
    this.settled = settled;
    this.layJudging();
  }

  private laySources(): void {
    const { memory, compiler } = this;
    compiler.discover();
    if (compiler.channels.length === this.channelCount) return;
    this.channelCount = compiler.channels.length;
    for (const { at, ints } of this.blocks) memory.release(at, ints);
    const { channels, channelNodes, componentNodes } = compiler;
    const channelsAt = memory.allocate(CHANNEL_INTS * (channels.length + 1));
    channels.forEach(({ cell, receiver }, position) => {
      memory.ints.set(
        [cell, receiver.cell, channelNodes[position]!],
        channelsAt / WORD_BYTES + CHANNEL_INTS * position,
      );
    });
    const componentsAt = memory.allocate(componentNodes.length + 1);
    memory.ints.set(componentNodes, componentsAt / WORD_BYTES);
    this.blocks = [
      { at: channelsAt, ints: CHANNEL_INTS * (channels.length + 1) },
      { at: componentsAt, ints: componentNodes.length + 1 },
    ];
    // Sources are numbered otherwise.
    this.states.flush();
    this.core.forgetAwake();
    this.core.laySources(channelsAt, channels.length, componentsAt, componentNodes.length);
    this.layDependents();
  }

  /** By cell: the sources whose programs depend on it. */
  private layDependents(): void {
    const { memory, compiler, engine } = this;
    const { channels, componentNodes } = compiler;
    this.states.layout.makeCell(engine.cellCount - 1);
    const dependents: number[][] = Array.from({ length: engine.cellCount }, () => []);
    channels.forEach(({ cell, receiver }, position) => {
      dependents[cell]!.push(position);
      dependents[receiver.cell]!.push(position);
    });
    componentNodes.forEach((_, component) => dependents[component]!.push(channels.length + component));
    const { at, ints } = layLists(memory, dependents, 0, 0);
    const sources = channels.length + componentNodes.length;
    const programs = memory.allocate(sources);
    const dependentBits = memory.allocate(BITS_INTS * dependents.length);
    setBits(memory.ints, dependentBits, dependents);
    // Three bits for each source.
    const words = BITS_INTS * Math.ceil(sources / BITS);
    const bits = memory.allocate(3 * words);
    memory.ints.fill(0, bits / WORD_BYTES, bits / WORD_BYTES + 3 * words);
    this.blocks.push(
      { at, ints },
      { at: programs, ints: sources },
      { at: dependentBits, ints: BITS_INTS * dependents.length },
      { at: bits, ints: 3 * words },
    );
    const bytes = WORD_BYTES * words;
    this.core.layDependents(at, programs, bits, bits + bytes, bits + 2 * bytes, dependentBits);
  }

  private layJudging(): void {
    const { memory } = this;
    const { predicates, monitors } = this.judging;
    for (const { at, ints } of this.judgingBlocks) memory.release(at, ints);
    const predicatesAt = memory.allocate(predicates.length + 1);
    memory.ints.set(predicates, predicatesAt / WORD_BYTES);
    const monitorsAt = memory.allocate(monitors.length + 1);
    memory.ints.set(monitors, monitorsAt / WORD_BYTES);
    this.judgingBlocks = [
      { at: predicatesAt, ints: predicates.length + 1 },
      { at: monitorsAt, ints: monitors.length + 1 },
    ];
    this.core.layJudging(predicatesAt, predicates.length, monitorsAt, monitors.length, this.settled);
  }
}

/** Writes sets of sources down as bits, which sources share where there are more of them than bits. */
function setBits(ints: Int32Array, at: number, sets: readonly (readonly number[])[]): void {
  sets.forEach((sources, index) => {
    const words = at / WORD_BYTES + BITS_INTS * index;
    ints.fill(0, words, words + BITS_INTS);
    for (const source of sources) ints[words + ((source % BITS) >> 5)]! |= 1 << (source & 31);
  });
}
