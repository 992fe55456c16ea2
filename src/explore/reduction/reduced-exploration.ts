import { CheckError } from '../../network/errors.js';
import type { Network } from '../../network/network.js';
import { type Extent, overall, type PropertyVerdict } from '../../property/verdict.js';
import type { Violation } from '../../property/violation.js';
import { Budget, type Exhausted } from '../budget.js';
import type { ExploreOptions, SearchPlan } from '../explore-options.js';
import type { Search, SearchProgress } from '../search.js';
import { SearchClock } from '../search-clock.js';
import { wayOf, Ways } from '../ways.js';
import { ReducedSearch } from './reduced-search.js';
import type { ReductionReport } from './reduction-report.js';
import type { ExploreResult } from '../explore-result.js';

/** If the reduction took part, `states` are those that were visited, `steps` those out of them, and there are more. */
export interface ReducedResult extends ExploreResult {
  readonly reduction: ReductionReport;
}

/** Why the search of all states is to be made after all, and what is told if that is too much: ways to violations as they were found. */
export interface LeftToFull {
  readonly left: string;
  readonly found?: ReducedResult;
}

const IN_VAIN = 'steps are taken alone too seldom for what it takes to see whether they may be';
const VIOLATED = 'something is violated, of which a shortest way is looked for';

/** A search with the reduction, in pieces. It gives a result where nothing is violated. Of runs that never end it says something only if there are none. */
export class ReducedExploration implements Search<ReducedResult | LeftToFull> {
  private readonly search: ReducedSearch;
  private readonly budget: Budget;
  private readonly clock: SearchClock;
  private stopped: Exhausted | undefined;
  private left: string | undefined;
  /** The violations that are looked for have been found. */
  private isEnded = false;
  private isDone = false;
  /** All that was to be visited has been, and no run goes on for ever. */
  private isEachRunFinite = false;

  constructor(
    network: Network,
    options: ExploreOptions,
    private readonly plan: SearchPlan,
  ) {
    this.budget = new Budget(options);
    this.search = new ReducedSearch(network);
    this.clock = new SearchClock(this.budget, () => this.search.bytes, options.signal);
  }

  advance(units: number, msMax?: number): boolean {
    try {
      this.clock.run(() => {
        this.work(units);
      }, msMax);
    } catch (thrown) {
      // A search of all states comes to it, too, and tells the way.
      if (!(thrown instanceof CheckError)) throw thrown;
      this.left = 'the network, or a property of it, is wrong';
    }
    this.stopped ??= this.clock.expired;
    return this.isOver;
  }

  progress(): SearchProgress {
    const { states, steps, expanded } = this.search;
    return { states: states.size, steps, depth: 0, frontier: states.size - expanded };
  }

  finish(stopped: Exhausted | undefined = this.stopped): ReducedResult | LeftToFull {
    const { search, clock } = this;
    if (this.left === undefined && this.isDone)
      clock.run(() => {
        this.conclude();
      });
    const budget = stopped ?? clock.expired;
    if (budget === undefined && this.left !== undefined) return { left: this.left };
    const isViolated = search.findings.length > 0;
    // A search that ends at a violation leaves states unseen, by intent.
    const extent = this.isDone && budget === undefined ? 'complete' : 'interrupted';
    const found = this.result(extent);
    if (budget !== undefined) {
      const frontier = search.states.size - search.expanded;
      return { ...found, inconclusive: { budget, frontier } };
    }
    return isViolated ? { left: VIOLATED, found } : found;
  }

  get xstateCalls(): number {
    return this.search.engine.xstateCalls;
  }

  private result(extent: Extent): ReducedResult {
    const { search, clock, plan } = this;
    const { evaluator, engine, states } = search;
    const isLeftOut = plan.progress === 'left out';
    const isJudged = extent === 'complete' && this.isEachRunFinite;
    const properties = evaluator
      .verdicts(extent, isLeftOut ? 'not judged' : isJudged ? 'judged' : 'interrupted')
      .map((each) => (this.isOpen(each, isJudged) ? { ...each, verdict: 'inconclusive' as const } : each));
    return {
      verdict: overall(properties.map(({ verdict }) => verdict)),
      states: states.size,
      steps: search.steps,
      depth: search.depth,
      terminal: search.terminal,
      seconds: clock.seconds,
      progress: isLeftOut ? 'left out' : isJudged ? 'no endless runs' : 'reduction',
      bytesPerState: search.bytes / Math.max(1, states.size),
      xstateCalls: engine.xstateCalls,
      coverage: engine.coverage(),
      properties,
      violations: this.violations(),
      witnesses: [],
      ...evaluator.unseen(extent, true),
      reduction: {
        full: search.full,
        alone: search.alone,
        choices: search.choices,
        revoked: search.revoked,
        passes: search.passes,
        asked: search.rule.questions.asked,
      },
    };
  }

  private get isOver(): boolean {
    return this.isDone || this.isEnded || this.left !== undefined || this.stopped !== undefined;
  }

  private work(units: number): void {
    const { search, clock } = this;
    for (let left = units; left > 0 && !this.isOver; left--) {
      if (clock.due()) return;
      if (!search.goOn()) this.isDone = true;
      else if (search.isInVain) this.left = IN_VAIN;
      this.isEnded = search.findings.length > 0 && this.hasAllThatIsLookedFor;
      if (this.budget.exceedsStates(search.states.size)) this.stopped = 'states';
    }
  }

  /** Whether it is not known that something holds: of what leads to something, as the ends of runs do not tell; of a monitor, as it may be owed something in a run that never ends. */
  private isOpen({ name, verdict }: PropertyVerdict, isJudged: boolean): boolean {
    const { plan, search } = this;
    if (verdict !== 'holds' || plan.progress === 'left out') return false;
    if (isJudged) return search.ends.undecided.has(name);
    return search.engine.monitors.some((each) => each.property.name === name && each.mayBePending);
  }

  /** Whether the search ends, of one in which something is violated. */
  private get hasAllThatIsLookedFor(): boolean {
    const { until } = this.plan;
    return until?.every((name) => this.search.evaluator.isViolated(name)) === true;
  }

  /** What can be said when all states that had to be visited were. */
  private conclude(): void {
    const { engine, evaluator } = this.search;
    if (this.plan.progress !== 'left out' && this.search.isAcyclic) {
      this.search.judgeEnds();
      this.isEachRunFinite = true;
    }
    engine.recheck();
    evaluator.recheck();
    evaluator.refuseUnknownFields();
  }

  /** A way to each violation, as it was found: it may be longer than it need be. */
  private violations(): Violation[] {
    const { engine, states, findings } = this.search;
    const ways = new Ways(engine, states, undefined);
    return findings.map(({ property, message, state, step }) => {
      const { initial, steps } = ways.to(state);
      const way = wayOf({ initial, steps: step === undefined ? steps : [...steps, ways.taken(state, step)] });
      return { property, message, ...way, minimality: 'as found' };
    });
  }
}
