import { CheckError } from '../../network/errors.js';
import type { Network } from '../../network/network.js';
import { overall } from '../../property/verdict.js';
import type { Violation } from '../../property/violation.js';
import { Budget, type Exhausted } from '../budget.js';
import type { ExploreOptions, SearchPlan } from '../explore-options.js';
import type { Search, SearchProgress } from '../search.js';
import { SearchClock } from '../search-clock.js';
import { wayOf, Ways } from '../ways.js';
import { ReducedSearch } from './reduced-search.js';
import type { ReducedResult } from './reduction-report.js';

/** Why the search of all states is to be made after all, and what has been found violated by then. */
export interface LeftToFull {
  readonly left: string;
  readonly violations: readonly Violation[];
}

/** Cycles are looked for when there are so many states, and whenever there are twice as many. */
const CYCLES_FROM = 256;

const ENDLESS = 'runs may go on for ever, of which only all states tell';
const VIOLATED = 'something is violated, of which a shortest way is looked for';

/** A search with the reduction, in pieces. It gives a result where nothing is violated and all is told by states and by the ends of runs. */
export class ReducedExploration implements Search<ReducedResult | LeftToFull> {
  private readonly search: ReducedSearch;
  private readonly budget: Budget;
  private readonly clock: SearchClock;
  private stopped: Exhausted | undefined;
  private left: string | undefined;
  private isDone = false;
  private cyclesAt = CYCLES_FROM;

  constructor(
    network: Network,
    options: ExploreOptions,
    private readonly plan: SearchPlan,
  ) {
    this.budget = new Budget(options);
    this.search = new ReducedSearch(network);
    this.clock = new SearchClock(this.budget, () => this.search.bytes, options.signal);
  }

  /** Why a network, or what is asked, is none for the reduction. */
  static objection(network: Network, { show }: SearchPlan, { orbit }: ExploreOptions): string | undefined {
    if (orbit !== undefined) return 'symmetry is made use of (`orbit`)';
    if (show.length > 0) return 'shortest ways to witnesses are wanted';
    return ReducedSearch.objection(network);
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
    if (this.left !== undefined && clock.expired === undefined && stopped === undefined)
      return { left: this.left, violations: this.violations() };
    const { evaluator, engine, states } = search;
    const isComplete =
      this.isDone && this.left === undefined && clock.expired === undefined && stopped === undefined;
    const extent = isComplete ? 'complete' : 'interrupted';
    const isJudged = this.plan.progress === 'wanted';
    const properties = evaluator.verdicts(
      extent,
      !isJudged ? 'not judged' : isComplete ? 'judged' : 'interrupted',
    );
    const violations = this.violations();
    return {
      verdict: overall(properties.map(({ verdict }) => verdict)),
      states: states.size,
      steps: search.steps,
      depth: search.depth,
      terminal: search.terminal,
      seconds: clock.seconds,
      progress: isJudged ? (isComplete ? { seconds: 0, bytes: 0 } : 'not complete') : 'left out',
      bytesPerState: search.bytes / Math.max(1, states.size),
      xstateCalls: engine.xstateCalls,
      coverage: engine.coverage(),
      properties,
      violations,
      witnesses: [],
      ...evaluator.unseen(extent),
      reduction: {
        full: search.full,
        alone: search.alone,
        revoked: search.revoked,
        passes: search.passes,
        asked: search.rule.questions.asked,
      },
      ...(isComplete
        ? {}
        : {
            inconclusive: {
              budget: stopped ?? clock.expired ?? 'states',
              frontier: states.size - search.expanded,
            },
          }),
    };
  }

  get expanded(): number {
    return this.search.expanded;
  }

  /** Of the states that were expanded, the share of those out of which one step was taken, although there were more. */
  get shareAlone(): number {
    return this.search.alone / Math.max(1, this.expanded);
  }

  get xstateCalls(): number {
    return this.search.engine.xstateCalls;
  }

  private get isOver(): boolean {
    return this.isDone || this.left !== undefined || this.stopped !== undefined;
  }

  private work(units: number): void {
    const { search, clock } = this;
    for (let left = units; left > 0 && !this.isOver; left--) {
      if (clock.due()) return;
      if (!search.goOn()) this.isDone = true;
      if (search.findings.length > 0 && this.plan.until !== undefined) this.left = VIOLATED;
      if (this.budget.exceedsStates(search.states.size)) this.stopped = 'states';
      if (this.plan.progress === 'wanted' && search.states.size >= this.cyclesAt) {
        this.cyclesAt *= 2;
        if (!search.isAcyclic) this.left = ENDLESS;
      }
    }
  }

  /** What can be said when all states that had to be visited were. */
  private conclude(): void {
    const { search, plan } = this;
    const { engine, evaluator, ends } = search;
    if (search.findings.length > 0) this.left = VIOLATED;
    else if (plan.progress === 'wanted') {
      if (!search.isAcyclic) this.left = ENDLESS;
      else if (ends.violated.size > 0) this.left = VIOLATED;
      else if (ends.undecided.size > 0) this.left = ENDLESS;
    }
    if (this.left !== undefined) return;
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
