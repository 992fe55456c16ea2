import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Coverage } from '../interpreter/chart/coverage.js';
import type { Cursor } from '../engine/cursor.js';
import { Engine } from '../engine/engine.js';
import type { Network } from '../network/network.js';
import { PropertyEvaluator } from '../property/property-evaluator.js';
import { overall, type PropertyVerdict, type Verdict } from '../property/verdict.js';
import { refuseUnknownOptions } from '../network/known-keys.js';
import { countOption, seedOption } from '../network/whole-numbers.js';
import type { UnseenThings } from '../property/unseen.js';
import type { Unfinished } from './explore-result.js';
import { Budget, BUDGET_OPTIONS, type Budgets, type Exhausted } from './budget.js';
import { FingerprintSet } from './fingerprint-set.js';
import { GrowthOfRuns } from './growth.js';
import { doAtOnce, doWithPauses, type Pieces } from './pieces.js';
import { type Search, type SearchProgress, type SearchWatch, WATCH_OPTIONS, watched } from './search.js';
import { SearchClock } from './search-clock.js';
import { deliveriesField, type Violation } from '../property/violation.js';
import { Walker } from './walker.js';

export interface WalkOptions extends Budgets, SearchWatch {
  /** Any 32-bit integer. The same seed gives the same walks on any machine. */
  readonly seed: number;
  /** Number of walks, each from an initial state. Default 100. */
  readonly walks?: number;
  /** Most steps of one walk. Default 1,000. */
  readonly stepsMax?: number;
}

const WALK_OPTIONS = {
  ...BUDGET_OPTIONS,
  ...WATCH_OPTIONS,
  seed: true,
  walks: true,
  stepsMax: true,
} as const;

/** What random walks saw. Of a sample nothing is `vacuous`, only never seen. */
export interface WalkResult extends UnseenThings {
  readonly verdict: Verdict;
  readonly seed: number;
  readonly walks: number;
  readonly steps: number;
  /** Different states seen, told apart by 53-bit fingerprints: should two have the same, it is one too few. */
  readonly states: number;
  /** Walks that came to an end of the network, rather than to `stepsMax`. */
  readonly ended: number;
  readonly seconds: number;
  readonly xstateCalls: number;
  /** Which parts of the charts were used. */
  readonly coverage: Coverage;
  readonly properties: readonly PropertyVerdict[];
  readonly violations: readonly Violation[];
  /** Present when the walks ended early: why, how many were left, and sentences on what grew for as long as a walk went on. */
  readonly inconclusive?: Unfinished;
}

/** Random walks as a search; it ends at the first violation. */
class RandomWalks implements Search<WalkResult> {
  private readonly engine: Engine;
  private readonly evaluator: PropertyEvaluator;
  private readonly states = new FingerprintSet();
  /** Made when the first walk begins: it asks for the initial states. */
  private walker: Walker | undefined;
  private readonly growth: GrowthOfRuns;
  /** States that the walk under way has passed. */
  private passed = 0;
  private readonly budget: Budget;
  private readonly clock: SearchClock;
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
    refuseUnknownOptions<WalkOptions>(options, WALK_OPTIONS, 'walk');
    this.budget = new Budget(options);
    this.walksMax = countOption('walks', options.walks ?? 100);
    this.stepsMax = countOption('stepsMax', options.stepsMax ?? 1_000);
    this.seeds = xoroshiro128plus(seedOption(options.seed));
    this.engine = new Engine(network);
    this.evaluator = new PropertyEvaluator(this.engine);
    this.growth = new GrowthOfRuns(this.engine);
    this.clock = new SearchClock(this.budget, () => this.states.bytes, options.signal);
  }

  advance(units: number, msMax?: number): boolean {
    this.clock.run(() => this.work(units), msMax);
    const { expired } = this.clock;
    if (expired !== undefined && !this.isOver()) {
      this.stopped = expired;
      // The steps of the walk that was ended in its middle.
      this.steps += Math.max(0, this.passed - 1);
    }
    return this.isOver();
  }

  progress(): SearchProgress {
    return {
      states: this.states.size,
      steps: this.steps,
      depth: this.walks,
      frontier: this.walksMax - this.walks,
    };
  }

  finish(stopped: Exhausted | undefined = this.stopped): WalkResult {
    if (this.violations.length === 0 && stopped === undefined) {
      this.clock.run(() => {
        this.engine.recheck();
        this.evaluator.recheck();
      });
    }
    // A violation ends the walks before any budget does.
    const budget = stopped ?? (this.violations.length === 0 ? this.clock.expired : undefined);
    // Nothing holds of nothing: where every start fails, no state has been seen.
    const extent = budget === undefined && this.states.size > 0 ? 'sample' : 'interrupted';
    const properties = this.evaluator.verdicts(extent);
    const { walks, steps, ended, violations } = this;
    return {
      verdict: overall(properties.map(({ verdict }) => verdict)),
      seed: this.options.seed,
      walks,
      steps,
      states: this.states.size,
      ended,
      seconds: this.clock.seconds,
      xstateCalls: this.engine.xstateCalls,
      coverage: this.engine.coverage(),
      properties,
      violations,
      ...this.evaluator.unseen(extent),
      ...(budget === undefined ? {} : { inconclusive: this.unfinished(budget) }),
    };
  }

  private unfinished(budget: Exhausted): Unfinished {
    const growing = this.growth.sentences();
    const frontier = this.walksMax - this.walks;
    return { budget, frontier, ...(growing.length === 0 ? {} : { growing }) };
  }

  private work(units: number): void {
    this.walker ??= new Walker(this.engine, (cursor) => this.pass(cursor));
    for (let done = 0; done < units && !this.isOver();) {
      if (this.clock.due()) return;
      this.passed = 0;
      const run = this.walker.walk(this.evaluator, this.seeds.next(), this.stepsMax);
      const { initial, finding, ended, steps } = run;
      this.passed = 0;
      this.walks++;
      this.steps += steps;
      if (ended) this.ended++;
      if (finding !== undefined) {
        this.violations.push({
          ...finding,
          initial,
          steps: run.schedule,
          ...deliveriesField(run.deliveries),
          minimality: 'as found',
        });
      }
      done += steps + 1;
      if (!this.isOver() && this.budget.exceedsStates(this.states.size)) this.stopped = 'states';
    }
  }

  private pass(cursor: Cursor): void {
    this.states.add(cursor.fingerprint);
    this.growth.record(this.passed++, cursor.vector);
  }

  private isOver(): boolean {
    return this.violations.length > 0 || this.walks >= this.walksMax || this.stopped !== undefined;
  }
}

/**
 * Takes random walks through a network. Every step taken is an enabled one.
 *
 * @throws CheckError for a number of walks or steps that is no whole number of at least 1, for a seed that is no 32-bit integer, and as `explore` does
 */
export function walk(network: Network, options: WalkOptions): WalkResult {
  return doAtOnce(walks(network, options));
}

/** As `walk`, with pauses in which other work happens and `signal` can be aborted. */
export function walkAsync(network: Network, options: WalkOptions): Promise<WalkResult> {
  return doWithPauses(walks(network, options));
}

function* walks(network: Network, options: WalkOptions): Pieces<WalkResult> {
  return yield* watched(new RandomWalks(network, options), options);
}
