import type { Coverage } from '../engine/coverage.js';
import { Engine } from '../engine/engine.js';
import type { Network } from '../network/network.js';
import { requireProperty, requireWitness } from '../network/property-names.js';
import type { View } from '../network/property.js';
import { EngineView } from '../property/engine-view.js';
import { type Finding, Judge } from '../property/judge.js';
import { overall, type PropertyVerdict, type Verdict } from '../property/verdict.js';
import { Budget, type Budgets, type Exhausted } from './budget.js';
import { type Search, type SearchProgress, Stopwatch } from './search.js';
import { StateSet } from './state-set.js';
import { deliveriesField, type Violation, type Witness } from '../property/violation.js';

export interface ExploreOptions extends Budgets {
  /** Whether to end at the first violation (default) or to go through the whole state space all the same. */
  readonly afterViolation?: 'stop' | 'continue';
  /** End at the first violation of this property, whatever else is violated before. */
  readonly until?: string;
  /** Names of `reachable` properties: for each, the way to the first state in which it holds is wanted. */
  readonly show?: readonly string[];
  /**
   * Symmetry reduction: states with equal texts are taken as one. The function must tell exactly the orbits of a symmetry of
   * the network and its properties apart; then every property has the verdict that it has without it.
   */
  readonly orbit?: (view: View) => string;
}

/** What an exhaustive search found. */
export interface ExploreResult {
  readonly verdict: Verdict;
  /** Distinct states, initial states included. */
  readonly distinct: number;
  /** Enabled steps over all expanded states, self-loops included. */
  readonly edges: number;
  /** Breadth-first levels; the initial states are level 1. */
  readonly depth: number;
  /** States from which no step brings the network on. */
  readonly terminal: number;
  readonly seconds: number;
  /** Memory held for visited states, parents and index, per state. */
  readonly bytesPerState: number;
  /** How often XState was asked. */
  readonly xstateTransitions: number;
  /** Which parts of the charts were used. */
  readonly coverage: Coverage;
  readonly properties: readonly PropertyVerdict[];
  /** The first counterexample of each violated property, in the order of discovery. A witness that does not exist has none. */
  readonly violations: readonly Violation[];
  /** The shortest ways to the witnesses that `show` names and that were reached, in the order of discovery. */
  readonly witnesses: readonly Witness[];
  /** Present when the search ended early: why, and how many states were left to expand. */
  readonly inconclusive?: { readonly budget: Exhausted; readonly frontier: number };
}

/** Goes through the whole state space level by level, so that the first counterexample of a property is a shortest one. */
export class BreadthFirst implements Search<ExploreResult> {
  readonly engine: Engine;
  private readonly judge: Judge;
  private readonly states = new StateSet();
  private readonly budget: Budget;
  private readonly watch = new Stopwatch();
  private readonly violations: Violation[] = [];
  private readonly witnesses: Witness[] = [];
  /** Witnesses whose way is wanted and that were not reached yet. */
  private readonly awaited: Set<string>;
  private readonly orbits: Orbits | undefined;
  private readonly endsAt: (violation: Violation) => boolean;
  private vector = new Int32Array(0);
  private expandedCount = 0;
  private edges = 0;
  private terminal = 0;
  private depth = 0;
  private levelEnd = 0;
  private stopped: Exhausted | undefined;

  constructor(network: Network, options: ExploreOptions = {}) {
    this.budget = new Budget(options);
    const { afterViolation, until } = options;
    if (until !== undefined) requireProperty(network, until);
    for (const name of options.show ?? []) requireWitness(network, name);
    this.awaited = new Set(options.show);
    this.endsAt = ({ property }) =>
      until === undefined ? afterViolation !== 'continue' : property === until;
    this.engine = new Engine(network);
    this.judge = new Judge(this.engine);
    this.orbits = options.orbit === undefined ? undefined : new Orbits(this.engine, options.orbit);
    this.engine.initialStates().forEach(({ vector, failure }, initial) => {
      if (failure !== undefined) this.report(this.judge.inspectFailure(failure), -1 - initial, undefined);
      else if (this.orbits === undefined || this.orbits.isNew(vector)) {
        this.states.addVector(vector, vector.length, -1 - initial);
      }
    });
  }

  advance(units: number): boolean {
    this.watch.start();
    try {
      for (let left = units; left > 0; left--) {
        if (this.isOver()) return true;
        this.expandNext();
        if (this.budget.exceedsStates(this.states.sizeMax)) {
          this.states.flush();
          if (this.budget.exceedsStates(this.states.size) && !this.isOver()) {
            this.stopped = 'states';
            return true;
          }
        }
      }
      this.states.flush();
    } catch (thrown) {
      // The typed arrays of the state set could not be allocated.
      if (!(
        thrown instanceof RangeError && /allocation failed|Invalid typed array length/.test(thrown.message)
      ))
        throw thrown;
      this.stopped = 'memory';
    } finally {
      this.watch.stop();
    }
    if (!this.isOver()) this.stopped ??= this.budget.exhausted(this.watch.seconds, this.states.bytes);
    return this.isOver() || this.stopped !== undefined;
  }

  progress(): SearchProgress {
    const { edges, depth } = this;
    return { states: this.states.size, edges, depth, frontier: this.frontier };
  }

  finish(stopped: Exhausted | undefined = this.stopped): ExploreResult {
    const budget = stopped ?? this.stopped;
    // What was being added when memory ran out is lost.
    const isIntact = this.stopped !== 'memory';
    if (isIntact) this.states.flush();
    const isComplete = isIntact && this.frontier === 0;
    if (isComplete) this.engine.recheck();
    const properties = this.judge.verdicts(isComplete && this.states.size > 0 ? 'complete' : 'interrupted');
    const { edges, depth, terminal, violations, witnesses } = this;
    return {
      verdict: overall(properties.map(({ verdict }) => verdict)),
      distinct: this.states.size,
      edges,
      depth,
      terminal,
      seconds: this.watch.seconds,
      bytesPerState: this.states.bytes / Math.max(1, this.states.size),
      xstateTransitions: this.engine.questions,
      coverage: this.engine.coverage(),
      properties,
      violations,
      witnesses,
      ...(budget === undefined || isComplete ? {} : { inconclusive: { budget, frontier: this.frontier } }),
    };
  }

  /** A key for each state found; see `Engine.stateKey`. */
  *stateKeys(): Generator<string> {
    const vector = new Int32Array(this.engine.slotCount);
    for (let state = 0; state < this.states.size; state++) {
      this.states.read(state, vector);
      yield this.engine.stateKey(vector);
    }
  }

  private get frontier(): number {
    return this.states.size - this.expandedCount;
  }

  private isOver(): boolean {
    return this.frontier === 0 || this.violations.some(this.endsAt);
  }

  private expandNext(): void {
    const { engine, states } = this;
    const state = this.expandedCount;
    if (state === this.levelEnd) {
      this.depth++;
      this.levelEnd = states.size;
    }
    if (this.vector.length < engine.slotCount) this.vector = new Int32Array(engine.slotCount * 2);
    states.read(state, this.vector);
    this.report(this.judge.inspect(this.vector), state, undefined);
    if (this.awaited.size > 0) this.noteWitnesses(state);
    const count = engine.expand(this.vector);
    const { successors } = engine;
    this.edges += count - successors.failures.size;
    if (successors.failures.size > 0) this.reportFailures(state);
    if (successors.progressing === 0 && successors.failures.size === 0) {
      this.terminal++;
      this.report(this.judge.inspectTerminal(this.vector), state, undefined);
    }
    if (this.orbits === undefined) {
      const { start, slot, value } = successors;
      // A step that fails has no changes, and so leads to its own state, which is there already.
      states.stage(slot, value, start, count, state);
    } else this.addOrbits(this.orbits, state, count);
    // Before the state counts as expanded: if memory runs out here, something must be left to expand.
    if (state + 1 === this.levelEnd) states.flush();
    this.expandedCount++;
  }

  private addOrbits(orbits: Orbits, state: number, count: number): void {
    for (let step = 0; step < count; step++) {
      if (this.engine.successors.failures.has(step)) continue;
      const next = new Int32Array(this.engine.slotCount);
      next.set(this.vector.subarray(0, Math.min(this.vector.length, next.length)));
      this.engine.follow(step, next);
      if (orbits.isNew(next)) this.states.addVector(next, next.length, state);
    }
  }

  private reportFailures(state: number): void {
    for (const [step, failure] of [...this.engine.successors.failures]) {
      this.report(this.judge.inspectFailure(failure), state, step);
    }
  }

  /** @param step the step that fails, in the expansion of `state`, if the finding is about a step */
  private report(findings: readonly Finding[], state: number, step: number | undefined): void {
    for (const { property, message } of findings) {
      const last = step === undefined ? [] : [this.taken(step)];
      const { initial, steps } = state < 0 ? { initial: -1 - state, steps: [] } : this.wayTo(state);
      const way = wayOf(initial, [...steps, ...last]);
      this.violations.push({ property, message, ...way, minimality: 'proven shortest' });
      // Finding the way has expanded other states.
      if (state >= 0 && this.vector.length > 0) this.engine.expand(this.vector);
    }
  }

  /** Keeps the ways to the witnesses that are reached in `state` for the first time. */
  private noteWitnesses(state: number): void {
    for (const property of this.awaited) {
      if (!this.judge.hasReached(property)) continue;
      this.awaited.delete(property);
      const { initial, steps } = this.wayTo(state);
      this.witnesses.push({ property, ...wayOf(initial, steps) });
    }
  }

  /** The steps from an initial state to `state`, found again by expanding its ancestors. */
  private wayTo(state: number): { initial: number; steps: TakenStep[] } {
    const steps: TakenStep[] = [];
    let child = state;
    let parent = this.states.parent(child);
    const vector = new Int32Array(this.engine.slotCount + SLACK);
    const target = new Int32Array(this.engine.slotCount + SLACK);
    while (parent >= 0) {
      this.states.read(parent, vector);
      this.states.read(child, target);
      const count = this.engine.expand(vector);
      const step = Array.from({ length: count }, (_, k) => k).find((k) => {
        const next = vector.slice();
        this.engine.follow(k, next);
        return this.orbits === undefined
          ? next.every((value, slot) => value === target[slot])
          : this.orbits.same(next, target);
      });
      steps.push(this.taken(step!));
      child = parent;
      parent = this.states.parent(child);
    }
    return { initial: -1 - parent, steps: steps.reverse() };
  }

  /** Step k of the last expansion, which is gone afterwards. */
  private taken(k: number): TakenStep {
    const label = this.engine.label(k);
    return { label, deliveries: this.engine.deliveriesWithin(k) };
  }
}

function wayOf(initial: number, taken: readonly TakenStep[]): Omit<Witness, 'property'> {
  const steps = taken.map(({ label }) => label);
  return { initial, steps, ...deliveriesField(taken.map(({ deliveries }) => deliveries)) };
}

/** A step on the way to a state: its label, and those of what is received synchronously within it. */
interface TakenStep {
  readonly label: string;
  readonly deliveries: readonly string[];
}

/** Places for channels that appear while old states are expanded again; in fact none do, as they were expanded before. */
const SLACK = 16;

/** The orbits of states seen so far. */
class Orbits {
  private readonly seen = new Set<string>();
  private readonly view: EngineView;

  constructor(
    engine: Engine,
    private readonly orbit: (view: View) => string,
  ) {
    this.view = new EngineView(engine);
  }

  isNew(vector: Int32Array): boolean {
    const orbit = this.of(vector);
    if (this.seen.has(orbit)) return false;
    this.seen.add(orbit);
    return true;
  }

  same(one: Int32Array, other: Int32Array): boolean {
    return this.of(one) === this.of(other);
  }

  private of(vector: Int32Array): string {
    this.view.vector = vector;
    return this.orbit(this.view);
  }
}
