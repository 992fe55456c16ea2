import type { StateContents } from '../interpreter/contents.js';
import { Expired, within } from '../interpreter/deadline.js';
import { Engine } from '../engine/engine.js';
import { isLeftByAll } from '../engine/steps/outlook.js';
import type { InitialState } from '../engine/steps/stepper.js';
import { isHealthy } from '../engine/steps/successors.js';
import { PropertyError } from '../network/errors.js';
import type { Network } from '../network/network.js';
import { requireNetwork } from '../network/require.js';
import { PropertyEvaluator } from '../property/property-evaluator.js';
import { overall, type PropertyVerdict } from '../property/verdict.js';
import type { Violation, Witness } from '../property/violation.js';
import { Budget, type Exhausted } from './budget.js';
import { StatesFull } from '../core/core-states.js';
import { CoreSearch } from './core-search.js';
import { type ExploreOptions, searchPlan } from './explore-options.js';
import type { ExploreResult, Unfinished } from './explore-result.js';
import { Findings } from './findings.js';
import { Growth } from './growth.js';
import { isAllocationFailure } from './memory.js';
import { refuseMonitorsWithLocals } from './orbit-monitors.js';
import { MovableStates } from './movable-states.js';
import { Orbits } from './orbits.js';
import { EndlessRuns } from './progress/endless-runs.js';
import type { Search, SearchProgress } from './search.js';
import { SearchClock } from './search-clock.js';
import { StateSet } from './state-set.js';
import { Ways } from './ways.js';
import type { Threading } from '../core/blocks.js';

/** Goes through the whole state space level by level, so that the first counterexample of a property is a shortest one. */
export class BreadthFirst implements Search<ExploreResult> {
  readonly engine: Engine;
  private readonly evaluator: PropertyEvaluator;
  private readonly states: MovableStates;
  private core: CoreSearch | undefined;
  private readonly ways: Ways;
  private readonly budget: Budget;
  private readonly clock: SearchClock;
  private readonly growth: Growth;
  /** Initial states that are still to be found; `undefined` once they are. */
  private starts: Iterator<InitialState> | undefined;
  private startCount = 0;
  private readonly findings: Findings;
  private readonly orbits: Orbits | undefined;
  private vector = new Int32Array(0);
  private expandedCount = 0;
  private steps = 0;
  private terminal = 0;
  private depth = 0;
  private levelEnd = 0;
  private readonly endless: EndlessRuns;
  private stopped: Exhausted | undefined;
  /** `engine.successors` is being filled with the steps out of `vector`. */
  private isExpanding = false;

  /**
   * @param coreFrom the core takes part once so many states have been expanded: for fewer, what it needs costs more than it saves
   * @param threading likewise of threads
   */
  constructor(
    network: Network,
    options: ExploreOptions = {},
    private readonly coreFrom = CORE_FROM,
    threading: Omit<Threading, 'count'> = { from: THREADS_FROM },
  ) {
    requireNetwork(network);
    this.budget = new Budget(options);
    const { until, show, progress, threads } = searchPlan(network, options);
    this.engine = new Engine(network);
    this.evaluator = new PropertyEvaluator(this.engine);
    this.orbits = options.orbit === undefined ? undefined : new Orbits(this.engine, options.orbit);
    const { engine: ofNetwork, evaluator: judge } = this;
    // Orbits are found by a function of the user's.
    if (coreFrom < Infinity && this.orbits === undefined && network.components.length <= COMPONENTS_MAX)
      this.core = CoreSearch.for(ofNetwork, judge, this.budget.statesMax, { ...threading, count: threads });
    this.states = new MovableStates(this.core?.states ?? new StateSet());
    this.ways = new Ways(this.engine, this.states, this.orbits);
    this.growth = new Growth(this.engine);
    const { engine, evaluator, states, ways } = this;
    this.findings = new Findings(engine, evaluator, ways, until, show);
    this.endless = new EndlessRuns(progress, engine, evaluator, states, ways);
    const ofCore = () => (this.core === undefined ? 0 : states.bytes + this.core.states.otherBytes);
    const ofSearch = () => Math.max(states.bytes, ofCore()) + this.endless.bytes;
    this.clock = new SearchClock(this.budget, ofSearch, options.signal, ofCore);
    this.starts = this.engine.starts();
    this.piece(() => this.start(Number.POSITIVE_INFINITY), START_MS);
  }

  advance(units: number, msMax?: number): boolean {
    this.piece(() => this.work(units), msMax);
    return this.isDone() || this.stopped !== undefined;
  }

  /** Ends what threads the search has started; it can go on all the same. */
  close(): void {
    this.core?.close();
  }

  progress(): SearchProgress {
    const { steps, depth, frontier } = this;
    const known = { states: this.states.size, steps, depth, frontier };
    const violations = this.findings.news();
    // Asked before each question.
    if (violations === undefined && !this.endless.hasBegun) return known;
    return {
      ...known,
      ...(this.endless.hasBegun ? { during: 'progress checks' } : {}),
      ...(violations === undefined ? {} : { violations }),
    };
  }

  finish(stopped: Exhausted | undefined = this.stopped): ExploreResult {
    this.close();
    this.findings.addDeferred();
    // What was being added when memory ran out is lost.
    const isIntact = this.stopped !== 'memory' || this.endless.hasBegun;
    if (isIntact) this.states.flush();
    const isExplored = isIntact && this.isExplored();
    // The machines are asked again at the end: until they have been, nothing holds.
    const isComplete = isExplored && (this.endless.hasBegun || this.clock.run(() => this.recheck()) === true);
    if (isComplete) {
      this.evaluator.refuseUnknownFields();
      this.orbits?.refuseUnknownFields();
    }
    const budget = isExplored ? (this.clock.expired ?? stopped) : (stopped ?? this.stopped);
    const extent = isComplete && this.states.size > 0 ? 'complete' : 'interrupted';
    const isOpen = ({ verdict }: PropertyVerdict) => verdict === 'inconclusive';
    this.endless.settle(() => !this.evaluator.verdicts(extent, 'interrupted').some(isOpen));
    // Where every start fails there is no state, and nothing holds of nothing.
    const endless =
      this.states.size === 0 && this.endless.extent === 'judged' ? 'interrupted' : this.endless.extent;
    const properties = this.evaluator.verdicts(extent, endless);
    const isFinished = isComplete && (this.endless.extent !== 'interrupted' || this.findings.isAnswered);
    const { steps, depth, terminal } = this;
    const { violations, witnesses } = this.findings;
    return {
      verdict: overall(properties.map(({ verdict }) => verdict)),
      states: this.states.size,
      steps,
      depth,
      terminal,
      seconds: this.endless.secondsBefore(this.clock),
      progress: this.endless.report(this.clock),
      bytesPerState: this.states.bytes / Math.max(1, this.states.size),
      xstateCalls: this.engine.xstateCalls,
      coverage: this.engine.coverage(),
      properties,
      violations,
      witnesses,
      ...this.evaluator.unseen(extent),
      ...(budget === undefined || isFinished ? {} : { inconclusive: this.unfinished(budget, isExplored) }),
    };
  }

  /** Each state found, in XState's own terms. */
  *contents(): Generator<StateContents> {
    const vector = new Int32Array(this.engine.cellCount);
    for (let state = 0; state < this.states.size; state++) {
      this.states.read(state, vector);
      yield this.engine.contents(vector);
    }
  }

  /** Each state found, in the order of discovery; the vector is overwritten by the next. */
  *vectors(): Generator<Int32Array> {
    const vector = new Int32Array(this.engine.cellCount);
    for (let state = 0; state < this.states.size; state++) {
      this.states.read(state, vector);
      yield vector;
    }
  }

  /** The state expanded last, by its number; -1 before the first. */
  get expandedLast(): number {
    return this.expandedCount - 1;
  }

  /** The shortest way to a state that was found, by its number. */
  shortestWay(state: number): Pick<Witness, 'initial' | 'steps'> {
    const { initial, steps } = this.ways.to(state);
    return { initial, steps: steps.map(({ label }) => label) };
  }

  /** Whether it has ended early since it may not hold more states. */
  get isOutOfRoom(): boolean {
    return this.stopped === 'states' || this.stopped === 'memory';
  }

  private recheck(): true {
    this.engine.recheck();
    this.evaluator.recheck();
    return true;
  }

  private unfinished(budget: Exhausted, isExplored: boolean): Unfinished {
    const growing = isExplored ? [] : this.growth.sentences(this.depth);
    return {
      budget,
      frontier: this.frontier,
      ...(isExplored && this.endless.hasBegun ? { during: 'progress checks' as const } : {}),
      ...(growing.length === 0 ? {} : { growing }),
    };
  }

  private get frontier(): number {
    return this.states.size - this.expandedCount;
  }

  private isExplored(): boolean {
    return this.frontier === 0 && this.starts === undefined;
  }

  private isOver(): boolean {
    return this.isExplored() || this.findings.isAnswered;
  }

  /** Nothing is left to be explored, or to be said of runs that never end. */
  private isDone(): boolean {
    return this.isOver() && (this.findings.isAnswered || this.endless.extent !== 'interrupted');
  }

  /** Does a piece of the search, and sees to whatever ends it early. */
  private piece(work: () => void, msMax?: number): void {
    try {
      this.clock.run(work, msMax);
    } catch (thrown) {
      this.close();
      if (thrown instanceof PropertyError && this.frontier > 0) {
        const { initial, steps } = within(undefined, () => this.ways.to(this.expandedCount));
        throw thrown.after(
          initial,
          steps.map(({ label }) => label),
        );
      }
      if (!isAllocationFailure(thrown)) throw thrown;
      this.stopped = 'memory';
    }
    const { expired } = this.clock;
    if (expired === undefined) return;
    // Steps that were found to fail before the time was up do fail; the state that they are of counts as not expanded.
    if (this.isExpanding) this.findings.addFailures(this.expandedCount);
    this.isExpanding = false;
    if (!this.isDone()) this.stopped ??= expired;
  }

  private work(units: number): void {
    if (this.stopped !== undefined) return;
    if (!this.isOver()) this.search(units);
    if (this.stopped === undefined && this.isOver() && !this.isDone()) this.judgeEndless();
  }

  /** A piece of what is said of runs that never end. */
  private judgeEndless(): void {
    this.close();
    this.states.flush();
    this.findings.addDeferred();
    if (this.findings.isAnswered) return;
    const report = (violation: Violation) => {
      this.findings.violations.push(violation);
      return this.findings.isAnswered;
    };
    this.endless.goOn(this.clock, () => this.recheck(), report);
  }

  private search(units: number): void {
    let left = this.start(units);
    while (left > 0) {
      if (this.isOver()) return;
      if (this.clock.due()) break;
      if (this.core !== undefined && this.core.states.rowWords > ROW_WORDS_MAX) this.leaveCore();
      if (this.core !== undefined && this.expandedCount >= Math.max(1, this.coreFrom)) {
        if (this.clock.dueNow()) break;
        left = this.runCore(this.core, left);
      } else {
        this.expandNext();
        left--;
      }
      if (this.stopped !== undefined) return;
      if (this.budget.exceedsStates(this.states.sizeMax) && this.exceedsStates()) return;
    }
    this.states.flush();
  }

  /** Has the core go through states, and does itself what the core leaves to it. Returns how many units of work are left. */
  private runCore(core: CoreSearch, left: number): number {
    const first = this.expandedCount;
    if (!this.beginLevel()) return left;
    if (!core.refresh()) {
      this.leaveCore();
      return left;
    }
    const end = Math.min(this.levelEnd, first + Math.min(left, core.statesAtOnce));
    let isJudged = false;
    for (;;) {
      const stop = core.run(this.expandedCount, end, this.levelEnd, isJudged);
      this.expandedCount = core.next;
      const { steps, terminal } = core.takeCounts();
      this.steps += steps;
      this.terminal += terminal;
      if (stop === 'judge') {
        // Predicates may be slow.
        if (this.clock.dueNow()) return 0;
        this.inspectNext();
        if (this.clock.expired !== undefined) return 0;
        isJudged = !this.findings.isAnswered;
        if (isJudged && core.learn(this.vector)) continue;
        if (isJudged) this.leaveCore();
      }
      if (stop === 'compile' || stop === 'fill') {
        if (this.clock.due()) return 0;
        isJudged = this.compileNext(core, stop);
        if (isJudged) continue;
      }
      // A lost thread may still write, but to no state that counts: those are read, and its memory is left to it.
      if (stop === 'memory full' || stop === 'thread lost') this.leaveCore();
      else if (stop !== 'reached' && stop !== 'over budget' && stop !== 'log full') {
        if (this.clock.due()) return 0;
        this.expandNext();
        if (this.clock.expired !== undefined) return 0;
        if (this.core?.refresh() === false) this.leaveCore();
      }
      break;
    }
    // A level's last state leads to nothing that is not there.
    if (this.expandedCount === this.levelEnd) this.states.flush();
    return left - (this.expandedCount - first);
  }

  /** Compiles what the core needs for the next state. Returns false where it is to be expanded without the core. */
  private compileNext(core: CoreSearch, what: 'compile' | 'fill'): boolean {
    try {
      if (what === 'fill' && core.fill()) return true;
      this.readNext();
      if (what === 'compile' && core.compile(this.vector)) return true;
      this.leaveCore();
    } catch (thrown) {
      // The time is over. Steps of the state that were found to fail before are told of: expanding it finds them again, and comes no further than this.
      if (thrown instanceof Expired) {
        this.readNext();
        this.isExpanding = true;
        this.engine.expand(this.vector);
      }
      throw thrown;
    }
    return false;
  }

  /** The core has no more room, or cannot be relied on: from here on, states are in memory that grows. */
  private leaveCore(): void {
    this.close();
    this.core = undefined;
    this.states.moveTo(new StateSet(), this.engine.cellCount);
  }

  private exceedsStates(): boolean {
    this.states.flush();
    if (!this.budget.exceedsStates(this.states.size) || this.isOver()) return false;
    this.stopped = 'states';
    return true;
  }

  /** Finds initial states. Returns how many of the units are left; none before all have been found. */
  private start(units: number): number {
    let left = units;
    for (; this.starts !== undefined && left > 0; left--) {
      if (this.clock.due()) return 0;
      const next = this.starts.next();
      if (next.done === true) {
        this.starts = undefined;
        break;
      }
      const { vector, failure } = next.value;
      const origin = -1 - this.startCount++;
      if (failure !== undefined) this.findings.add(this.evaluator.inspectFailure(failure), origin);
      else if (this.orbits === undefined || this.orbits.isNew(vector)) {
        this.states.addVector(vector, vector.length, origin);
      }
      if (this.budget.exceedsStates(this.states.size) && this.exceedsStates()) return 0;
    }
    return left;
  }

  /** Begins a level, if the next state does. Returns false if what is told at the end of the last one is all that was to be found. */
  private beginLevel(): boolean {
    if (this.expandedCount !== this.levelEnd) return true;
    this.findings.addDeferred();
    if (this.findings.isAnswered) return false;
    this.growth.record(this.depth++);
    this.endless.beginLevel(this.expandedCount);
    this.core?.states.tidyIfDue();
    this.levelEnd = this.states.size;
    return true;
  }

  private readNext(): void {
    const { cellCount } = this.engine;
    if (this.vector.length < cellCount) this.vector = new Int32Array(cellCount * 2);
    this.states.read(this.expandedCount, this.vector);
  }

  /** Looks at the properties in the next state. */
  private inspectNext(): void {
    const state = this.expandedCount;
    this.readNext();
    this.findings.add(this.evaluator.inspect(this.vector), state);
    if (state === 0 && this.endless.extent !== 'not judged') this.evaluator.tryOut(this.vector);
    this.findings.noteWitnesses(state);
  }

  private expandNext(): void {
    const { engine, states, findings } = this;
    if (!this.beginLevel()) return;
    const state = this.expandedCount;
    this.inspectNext();
    // Of a state that violates something not all properties may have been looked at.
    if (this.clock.expired !== undefined) return;
    this.isExpanding = true;
    const count = engine.expand(this.vector);
    this.isExpanding = false;
    const { successors } = engine;
    this.steps += count - successors.failures.size;
    const isTerminal = successors.progressing === 0 && successors.failures.size === 0;
    if (isTerminal) this.terminal++;
    // What is wrong with the state comes before what is wrong with a step out of it: the way to it is shorter.
    if (isTerminal || this.evaluator.isOwing(this.vector)) {
      const owed = this.evaluator.inspectEnd(this.vector, engine.outlook(this.vector));
      if (findings.add(owed, state)) engine.expand(this.vector);
    }
    if (successors.failures.size > 0 && findings.addFailures(state)) engine.expand(this.vector);
    if (this.orbits === undefined) {
      const { start, cell, value, kind } = successors;
      this.endless.log?.close(
        count,
        engine.outlook(this.vector).mayEnd,
        isLeftByAll(successors, engine.units, this.vector),
      );
      for (let step = 0; step < count; step++) if (!isHealthy(kind[step]!)) this.endless.log?.noteFault(step);
      // A step that fails has no changes, and so leads to its own state, which is there already.
      try {
        states.stage(cell, value, start, count, state);
      } catch (thrown) {
        if (!(thrown instanceof StatesFull)) throw thrown;
        this.leaveCore();
        states.stage(cell, value, start, count, state);
      }
    } else this.addOrbits(this.orbits, state, count);
    // Before the state counts as expanded: if memory runs out here, something must be left to expand.
    if (state + 1 === this.levelEnd) states.flush();
    this.expandedCount++;
  }

  private addOrbits(orbits: Orbits, state: number, count: number): void {
    for (let step = 0; step < count; step++) {
      if (this.engine.successors.failures.has(step)) continue;
      const next = new Int32Array(this.engine.cellCount);
      next.set(this.vector.subarray(0, Math.min(this.vector.length, next.length)));
      this.engine.follow(step, next);
      if (orbits.isNew(next)) this.states.addVector(next, next.length, state);
    }
    refuseMonitorsWithLocals(this.engine);
  }
}

const CORE_FROM = 256;
/** With more components, or with rows of more words, than this a search does without the core. */
const COMPONENTS_MAX = 4_096;
const ROW_WORDS_MAX = 256;
/** Likewise states: what so many take, threads take to start. */
const THREADS_FROM = 200_000;
/** Milliseconds after which the constructor leaves further initial states to `advance`. */
const START_MS = 50;
