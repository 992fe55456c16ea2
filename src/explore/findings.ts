import type { Engine, StepNumbers, TakenStep } from '../engine/engine.js';
import { within } from '../interpreter/deadline.js';
import { failureFindings } from '../property/messages.js';
import type { PropertyEvaluator } from '../property/property-evaluator.js';
import type { Finding, Violation, Witness } from '../property/violation.js';
import { wayOf, type Ways } from './ways.js';

/** What a search level by level has found, each with the shortest way there. */
export class Findings {
  readonly violations: Violation[] = [];
  readonly witnesses: Witness[] = [];
  /** Witnesses whose way is wanted and that were not reached yet. */
  private readonly awaited: Set<string>;
  /** Violations that `news` has told of. */
  private toldCount = 0;
  /** See `addDeferred`. */
  private readonly deferred: {
    readonly finding: Finding;
    readonly state: number;
    readonly step: StepNumbers;
  }[] = [];

  /**
   * @param until properties whose violation is all that is to be found; see `SearchPlan`
   * @param show witnesses whose way is wanted
   */
  constructor(
    private readonly engine: Engine,
    private readonly evaluator: PropertyEvaluator,
    private readonly ways: Ways,
    private readonly until: readonly string[] | undefined,
    show: Iterable<string>,
  ) {
    this.awaited = new Set(show);
  }

  /** Whether what is violated is all that was to be found. */
  get isAnswered(): boolean {
    const { until, violations } = this;
    if (until === undefined || violations.length === 0) return false;
    return until.every((name) => violations.some(({ property }) => property === name));
  }

  /** All violations, if there are some that were not told yet. */
  news(): readonly Violation[] | undefined {
    if (this.violations.length === this.toldCount) return undefined;
    this.toldCount = this.violations.length;
    return [...this.violations];
  }

  /**
   * Finding the way to a state expands others, which overwrites the engine's successors.
   *
   * @param last the step out of `state` that fails, if the finding is about a step
   * @returns whether that has happened
   */
  add(findings: readonly Finding[], state: number, last?: () => TakenStep): boolean {
    for (const { property, message } of findings) {
      // A violation that has been found is told even after the time is over.
      within(undefined, () => {
        const { initial, steps } = this.ways.to(state);
        const way = wayOf({ initial, steps: last === undefined ? steps : [...steps, last()] });
        this.violations.push({ property, message, ...way, minimality: 'proven shortest' });
      });
    }
    return findings.length > 0;
  }

  /** Adds the steps out of the state just expanded that fail; see `add`. */
  addFailures(state: number): boolean {
    // All at once: finding the way to a failure expands other states.
    const failures = [...this.engine.successors.failures].map(([step, failure]) => ({
      failure,
      step: this.engine.stepAt(step),
    }));
    let isOverwritten = false;
    for (const { failure, step } of failures) {
      const [own, ...others] = failureFindings(failure);
      if (this.addNoted(own!, state, step)) isOverwritten = true;
      for (const finding of others) this.deferred.push({ finding, state, step });
    }
    return isOverwritten;
  }

  /**
   * Adds, at the end of a level, the monitors that failing steps of it led into a violation: a state of the level that violates the same comes first, as the
   * way to it is shorter.
   */
  addDeferred(): void {
    for (const { finding, state, step } of this.deferred.splice(0)) this.addNoted(finding, state, step);
  }

  private addNoted({ property, message }: Finding, state: number, step: StepNumbers): boolean {
    return this.add(this.evaluator.note(property, message), state, () => this.ways.taken(state, step));
  }

  /** Keeps the ways to the witnesses that are reached in `state` for the first time. */
  noteWitnesses(state: number): void {
    for (const property of this.awaited) {
      if (!this.evaluator.hasReached(property)) continue;
      this.awaited.delete(property);
      this.witnesses.push({ property, ...wayOf(this.ways.to(state)) });
    }
  }
}
