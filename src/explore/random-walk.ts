import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Coverage } from '../engine/coverage.js';
import { Engine } from '../engine/engine.js';
import { CheckError } from '../network/errors.js';
import type { Network } from '../network/network.js';
import { Judge } from '../property/judge.js';
import { overall, type PropertyVerdict, type Verdict } from '../property/verdict.js';
import { Budget, type Budgets, type Exhausted } from './budget.js';
import { FingerprintSet } from './fingerprint-set.js';
import { run, type Search, type SearchProgress, Stopwatch } from './search.js';
import type { Violation } from '../property/violation.js';
import { Walker } from './walker.js';

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
  /** Different states seen, told apart by 53-bit fingerprints: should two have the same, it is one too few. */
  readonly distinct: number;
  /** Walks that came to an end of the network, rather than to `stepsMax`. */
  readonly ended: number;
  readonly seconds: number;
  readonly xstateTransitions: number;
  /** Which parts of the charts were used. */
  readonly coverage: Coverage;
  readonly properties: readonly PropertyVerdict[];
  readonly violations: readonly Violation[];
  readonly inconclusive?: { readonly budget: Exhausted; readonly frontier: number };
}

/** Random walks as a search; it ends at the first violation. */
export class RandomWalks implements Search<WalkResult> {
  private readonly engine: Engine;
  private readonly judge: Judge;
  private readonly states = new FingerprintSet();
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
    this.walker = new Walker(this.engine, ({ fingerprint }) => this.states.add(fingerprint));
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
    if (this.violations.length === 0) {
      this.engine.recheck();
      this.judge.recheck();
    }
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
      coverage: this.engine.coverage(),
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
