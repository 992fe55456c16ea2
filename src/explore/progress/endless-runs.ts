import type { Engine } from '../../engine/engine.js';
import { within } from '../../interpreter/deadline.js';
import type { PropertyEvaluator } from '../../property/property-evaluator.js';
import type { EndlessExtent } from '../../property/verdict.js';
import type { Violation } from '../../property/violation.js';
import type { ProgressMode } from '../explore-options.js';
import type { SearchClock } from '../search-clock.js';
import type { VisitedStates } from '../visited-states.js';
import { wayOf, type Ways } from '../ways.js';
import { type EndlessViolation, ProgressChecks } from './progress-checks.js';
import { StateGraph } from './state-graph.js';
import { StepLog } from './step-log.js';

/**
 * What the progress checks took: seconds, and the most bytes that they held besides the states. Or why there were none: nobody wanted them; `orbit` or a reduction leaves no
 * room for them; a reduction has found that every run ends, so that its end tells; or the exploration, or they themselves, did not come to an end.
 */
export type ProgressReport =
  | { readonly seconds: number; readonly bytes: number }
  | 'left out'
  | 'orbit'
  | 'reduction'
  | 'no endless runs'
  | 'not complete';

/** The progress checks of a breadth-first search, which are made in pieces when it has seen all states. */
export class EndlessRuns {
  extent: EndlessExtent;
  private checks: ProgressChecks | undefined;
  private run: ReturnType<ProgressChecks['run']> | undefined;
  /** Where steps lead, as far as there is room for it. */
  readonly log: StepLog | undefined;
  /** By level of the search: its first state. */
  private readonly levels: number[] = [];
  /** Until they began. */
  private searchSeconds: number | undefined;

  constructor(
    private readonly mode: ProgressMode,
    private readonly engine: Engine,
    private readonly evaluator: PropertyEvaluator,
    private readonly states: VisitedStates,
    private readonly ways: Ways,
  ) {
    this.extent = mode === 'wanted' ? 'interrupted' : 'not judged';
    if (mode !== 'wanted') return;
    this.log = new StepLog();
    states.listen(this.log);
  }

  /** Whether they have begun: then the machines were asked again, and found to be as they were. */
  get hasBegun(): boolean {
    return this.checks !== undefined;
  }

  /** Bytes held besides the states. */
  get bytes(): number {
    return (this.log?.bytes ?? 0) + (this.checks?.bytes ?? 0);
  }

  /** The search begins a level with this state. */
  beginLevel(state: number): void {
    this.levels.push(state);
  }

  /**
   * Goes on until the clock asks for an end.
   *
   * @param recheck asks the machines again, before anything else
   * @param report takes note of a violation, and tells whether nothing else is to be found
   */
  goOn(clock: SearchClock, recheck: () => void, report: (violation: Violation) => boolean): void {
    if (this.run === undefined) {
      recheck();
      this.searchSeconds = clock.elapsed;
      const graph = new StateGraph(this.engine, this.states, this.log);
      this.checks = new ProgressChecks(graph, this.evaluator, (state) => this.depthOf(state));
      this.run = this.checks.run();
    }
    while (!clock.due()) {
      const { done, value } = this.run.next();
      if (done === true) {
        this.evaluator.recheck();
        this.extent = 'judged';
        return;
      }
      if (value === undefined || this.evaluator.note(value.property, value.message).length === 0) continue;
      // What has been found is told even after the time is over.
      if (report(within(undefined, () => this.violation(value)))) return;
    }
  }

  /**
   * They may have been ended early when only some, or all, was judged: that counts when the predicates have been asked again, as at their own end.
   *
   * @param isAllJudged whether nothing is left open then
   */
  settle(isAllJudged: () => boolean): void {
    if (this.run === undefined || this.extent !== 'interrupted') return;
    within(undefined, () => this.evaluator.recheck());
    if (isAllJudged()) this.extent = 'judged';
  }

  /** Seconds of the search without them. */
  secondsBefore(clock: SearchClock): number {
    return this.searchSeconds ?? clock.seconds;
  }

  report(clock: SearchClock): ProgressReport {
    if (this.mode !== 'wanted') return this.mode;
    if (this.checks === undefined || this.extent !== 'judged') return 'not complete';
    const bytes = this.checks.mostBytes + (this.log?.bytes ?? 0);
    return { seconds: clock.seconds - this.secondsBefore(clock), bytes };
  }

  private violation({ property, message, seed, after, cycle }: EndlessViolation): Violation {
    const { ways } = this;
    const { initial, steps } = ways.to(seed);
    const stem = [...steps, ...ways.through([seed, ...after])];
    if (cycle === undefined) {
      return { property, message, ...wayOf({ initial, steps: stem }), minimality: 'proven shortest' };
    }
    const round = cycle.steps.map(({ state, step }) => ways.taken(state, step));
    return {
      property,
      message,
      ...wayOf({ initial, steps: [...stem, ...round] }),
      loop: stem.length,
      minimality: `shortest stem, ${cycle.isMinimal ? 'locally minimal' : 'shortened'} cycle`,
    };
  }

  /** How many steps away from the initial states a state is. */
  private depthOf(state: number): number {
    const { levels } = this;
    let [low, high] = [0, levels.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (levels[middle]! <= state) low = middle;
      else high = middle;
    }
    return low;
  }
}
