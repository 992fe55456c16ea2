import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { Engine } from '../engine/engine.js';
import { mix } from '../engine/hash.js';
import { CheckError } from '../network/errors.js';
import type { Network } from '../network/network.js';
import { type Finding, Judge } from '../property/judge.js';
import { overall, type PropertyVerdict, type Verdict } from '../property/verdict.js';
import { Budget, type Budgets, type Exhausted } from './budget.js';
import { run, type Search, type SearchProgress, Stopwatch } from './search.js';
import { StateSet } from './state-set.js';
import type { Violation } from './violation.js';

export interface WalkOptions extends Budgets {
  /** Any 32-bit integer. The same seed gives the same walks on any machine. */
  readonly seed: number;
  /** Number of walks, each from an initial state. Default 100. */
  readonly walks?: number;
  /** Most steps of one walk. Default 1,000. */
  readonly stepsMax?: number;
}

/** What random walks saw. */
export interface WalkResult {
  readonly verdict: Verdict;
  readonly seed: number;
  readonly walks: number;
  readonly steps: number;
  /** Different states seen. */
  readonly distinct: number;
  /** Walks that came to an end of the network, rather than to `stepsMax`. */
  readonly ended: number;
  readonly seconds: number;
  readonly xstateTransitions: number;
  readonly properties: readonly PropertyVerdict[];
  readonly violations: readonly Violation[];
  readonly inconclusive?: { readonly budget: Exhausted; readonly frontier: number };
}

/** One random walk. */
export interface RandomRun {
  readonly initial: number;
  /** Labels of the steps taken, up to the violation if there is one. */
  readonly schedule: readonly string[];
  readonly finding: Finding | undefined;
  readonly ended: boolean;
}

/**
 * How much more often a component is made to act than another, in one walk: drawn for each component and walk (swarm testing),
 * so that some walks let one component race ahead and others starve it. Evenly weighted walks hardly ever do either.
 */
const WEIGHTS = [1, 1, 4, 16];

/** Takes random walks over enabled steps only. Which step is taken depends on the seed and the steps, not on their order. */
export class Walker {
  private vector = new Int32Array(0);
  private readonly initials;

  constructor(
    private readonly engine: Engine,
    /** Called with every state that a walk passes. */
    private readonly onState: (vector: Int32Array) => void = () => {},
  ) {
    this.initials = engine.initialStates();
  }

  /** @param judge decides what ends the walk: its first new finding */
  walk(judge: Judge, seed: number, stepsMax: number): RandomRun {
    const { engine } = this;
    const random = xoroshiro128plus(seed);
    const weights = engine.components.map(() => WEIGHTS[random.next() & 3]!);
    const initial = this.initials.length === 1 ? 0 : (random.next() >>> 0) % this.initials.length;
    const start = this.initials[initial]!;
    const schedule: string[] = [];
    if (start.failure !== undefined) {
      return { initial, schedule, finding: judge.inspectFailure(start.failure)[0], ended: true };
    }
    let vector = this.reset(start.vector);
    for (;;) {
      this.onState(vector);
      const inState = judge.inspect(vector);
      if (inState.length > 0) return { initial, schedule, finding: inState[0], ended: false };
      const chosen = this.choose(vector, random.next(), weights);
      const { failures, progressing } = engine.successors;
      if (chosen < 0 || (progressing === 0 && failures.size === 0)) {
        // Nothing, or only what does not bring the network on, was chosen: is there anything else?
        if (this.isTerminal(vector)) {
          return { initial, schedule, finding: judge.inspectTerminal(vector)[0], ended: true };
        }
        engine.attempt(chosen);
      }
      if (schedule.length >= stepsMax) return { initial, schedule, finding: undefined, ended: false };
      const label = engine.label(0);
      const failure = failures.get(0);
      if (failure !== undefined) {
        const [finding] = judge.inspectFailure(failure);
        return {
          initial,
          schedule: finding === undefined ? schedule : [...schedule, label],
          finding,
          ended: true,
        };
      }
      schedule.push(label);
      vector = this.reserve();
      engine.follow(0, vector);
    }
  }

  /**
   * Every candidate draws a number from the seed and its own identity; the enabled one with the smallest, after weighting, is
   * made the only successor. Only the candidates before it are asked about. Returns its number, or -1 if none is enabled.
   */
  private choose(vector: Int32Array, salt: number, weights: readonly number[]): number {
    const { engine } = this;
    const scores: number[] = [];
    const count = engine.listCandidates(vector);
    for (let candidate = 0; candidate < count; candidate++) {
      const weight = weights[engine.candidateActor(candidate)]!;
      scores.push((mix(engine.candidateHash(candidate) ^ salt) >>> 0) / weight);
    }
    for (let left = count; left > 0; left--) {
      let best = 0;
      for (let candidate = 1; candidate < count; candidate++) {
        const difference = scores[candidate]! - scores[best]!;
        // The order of candidates is that of discovery; it must not decide.
        const isBefore = difference === 0 && engine.candidateLabel(candidate) < engine.candidateLabel(best);
        if (difference < 0 || isBefore) best = candidate;
      }
      if (engine.attempt(best)) return best;
      scores[best] = Number.POSITIVE_INFINITY;
    }
    return -1;
  }

  /** No step brings the network on. */
  private isTerminal(vector: Int32Array): boolean {
    const { engine } = this;
    engine.expand(vector);
    const { failures, progressing } = engine.successors;
    return progressing === 0 && failures.size === 0;
  }

  private reset(start: Int32Array): Int32Array {
    const vector = this.reserve();
    vector.fill(0);
    vector.set(start);
    return vector;
  }

  /** The walk's vector, made longer when channels have been discovered. */
  private reserve(): Int32Array {
    const { slotCount } = this.engine;
    if (this.vector.length < slotCount) {
      const longer = new Int32Array(slotCount * 2);
      longer.set(this.vector);
      this.vector = longer;
    }
    return this.vector;
  }
}

/** Random walks as a search; it ends at the first violation. */
export class RandomWalks implements Search<WalkResult> {
  private readonly engine: Engine;
  private readonly judge: Judge;
  private readonly states = new StateSet();
  private readonly walker: Walker;
  private readonly budget: Budget;
  private readonly watch = new Stopwatch();
  private readonly violations: Violation[] = [];
  private readonly walksMax: number;
  private readonly stepsMax: number;
  private readonly seeds;
  private walks = 0;
  private steps = 0;
  private ended = 0;
  private stopped: Exhausted | undefined;

  constructor(
    network: Network,
    private readonly options: WalkOptions,
  ) {
    this.budget = new Budget(options);
    this.walksMax = counted('walks', options.walks ?? 100);
    this.stepsMax = counted('stepsMax', options.stepsMax ?? 1_000);
    this.seeds = xoroshiro128plus(options.seed);
    this.engine = new Engine(network);
    this.judge = new Judge(this.engine);
    this.walker = new Walker(this.engine, (vector) => {
      this.states.addVector(vector, Math.min(vector.length, this.engine.slotCount), -1);
    });
  }

  advance(units: number): boolean {
    this.watch.start();
    for (let done = 0; done < units && !this.isOver();) {
      const { initial, schedule, finding, ended } = this.walker.walk(
        this.judge,
        this.seeds.next(),
        this.stepsMax,
      );
      this.walks++;
      this.steps += schedule.length;
      if (ended) this.ended++;
      if (finding !== undefined) {
        this.violations.push({ ...finding, initial, steps: schedule, minimality: 'as found' });
      }
      done += schedule.length + 1;
      if (!this.isOver() && this.budget.exceedsStates(this.states.size)) this.stopped = 'states';
    }
    this.watch.stop();
    if (!this.isOver()) this.stopped ??= this.budget.exhausted(this.watch.seconds, this.states.bytes);
    return this.isOver();
  }

  progress(): SearchProgress {
    return {
      states: this.states.size,
      edges: this.steps,
      depth: this.walks,
      frontier: this.walksMax - this.walks,
    };
  }

  finish(stopped: Exhausted | undefined = this.stopped): WalkResult {
    if (this.violations.length === 0) this.engine.recheck();
    const properties = this.judge.verdicts(stopped === undefined ? 'sample' : 'interrupted');
    const { walks, steps, ended, violations } = this;
    return {
      verdict: overall(properties.map(({ verdict }) => verdict)),
      seed: this.options.seed,
      walks,
      steps,
      distinct: this.states.size,
      ended,
      seconds: this.watch.seconds,
      xstateTransitions: this.engine.questions,
      properties,
      violations,
      ...(stopped === undefined
        ? {}
        : { inconclusive: { budget: stopped, frontier: this.walksMax - walks } }),
    };
  }

  private isOver(): boolean {
    return this.violations.length > 0 || this.walks >= this.walksMax || this.stopped !== undefined;
  }
}

/**
 * Takes random walks through a network. Every step taken is an enabled one.
 *
 * @throws CheckError for a number of walks or steps below 1, and as `explore` does
 */
export function walk(network: Network, options: WalkOptions): WalkResult {
  return run(new RandomWalks(network, options));
}

function counted(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) {
    throw new CheckError(`The option ${name} is ${value}; it must be a whole number of at least 1.`);
  }
  return value;
}
