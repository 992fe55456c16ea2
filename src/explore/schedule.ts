import type { Cursor } from '../engine/cursor.js';
import { tick } from '../interpreter/deadline.js';
import type { Engine } from '../engine/engine.js';
import type { InitialState } from '../engine/steps/stepper.js';
import { PropertyError } from '../network/errors.js';
import { componentsNamedIn } from '../network/step.js';
import type { PropertyEvaluator } from '../property/property-evaluator.js';
import type { Finding } from '../property/violation.js';
import { CausalPast } from './causal-past.js';

/** What following a schedule led to. */
export interface Followed {
  /** The steps that were enabled when their turn came, up to the violation. */
  readonly taken: readonly string[];
  /** For each step taken, what was received synchronously within it: see `Violation.deliveries`. */
  readonly deliveries: readonly (readonly string[])[];
  /** A fingerprint of the state before each step taken, and of the state after the last. */
  readonly states: readonly number[];
  /** The steps of `taken` that the violation may depend on: see `CausalPast`. All, where that is not known. */
  readonly causes: readonly string[];
  readonly finding: Finding | undefined;
  /** What the run saw of each property. */
  readonly evaluator: PropertyEvaluator;
}

/** Steps between two looks at the deadline, less one. */
const TICK_MASK = 63;

/** Follows schedules, lists of step labels, through a network. A step that is not enabled in its turn is skipped. */
export class ScheduleFollower {
  private readonly initials: readonly InitialState[];
  private readonly cursor: Cursor;
  /** By label, the components that may be the one that acts in it. */
  private readonly components = new Map<string, readonly number[]>();

  constructor(
    readonly engine: Engine,
    private readonly evaluator: PropertyEvaluator,
  ) {
    this.initials = engine.initialStates();
    this.cursor = engine.cursor();
  }

  /** @param property only a violation of this property counts, if it is given */
  follow(initial: number, schedule: readonly string[], property?: string): Followed {
    const taken: string[] = [];
    try {
      return this.followAlong(taken, initial, schedule, property);
    } catch (thrown) {
      throw thrown instanceof PropertyError ? thrown.after(initial, taken) : thrown;
    }
  }

  /** @param taken is filled with the steps as they are taken */
  private followAlong(
    taken: string[],
    initial: number,
    schedule: readonly string[],
    property: string | undefined,
  ): Followed {
    const { cursor, engine } = this;
    const { successors } = engine;
    const evaluator = this.evaluator.fresh();
    const deliveries: (readonly string[])[] = [];
    const states: number[] = [];
    const past = new CausalPast();
    const wanted = (findings: readonly Finding[]) =>
      findings.find((finding) => property === undefined || finding.property === property);
    const ended = (finding: Finding | undefined, cells?: readonly number[]): Followed => {
      const causes = cells === undefined ? taken : past.causesOf(cells).map((at) => taken[at]!);
      return { taken, deliveries, states, causes, finding, evaluator };
    };
    const start = this.initials[initial];
    if (start === undefined) return ended(undefined);
    if (start.failure !== undefined) return ended(wanted(evaluator.inspectFailure(start.failure)));
    cursor.start(start.vector);
    let inState = wanted(evaluator.inspectStart(cursor.vector));
    let next = 0;
    for (;;) {
      states.push(cursor.fingerprint);
      if ((states.length & TICK_MASK) === 0) tick();
      if (inState !== undefined) return ended(inState, evaluator.cellsOf(inState.property));
      let chosen = -1;
      while (chosen < 0 && next < schedule.length) {
        const candidate = this.attempt(schedule[next++]!);
        if (candidate < 0) continue;
        const failure = successors.failures.get(0);
        if (failure === undefined) chosen = candidate;
        else {
          const finding = wanted(evaluator.inspectFailure(failure));
          if (finding === undefined) continue;
          const cells = cursor.cellsOf(candidate);
          deliveries.push(cursor.deliveries());
          taken.push(engine.label(0));
          past.add(cells);
          return ended(finding, cells);
        }
      }
      if (chosen < 0 || evaluator.mayFindEnd(cursor.vector)) {
        const atEnd = wanted(evaluator.inspectEnd(cursor.vector, cursor.outlook()));
        // That a run has ended depends on all of its steps: by its causes none could be left out.
        if (atEnd !== undefined || chosen < 0) return ended(atEnd);
        cursor.attempt(chosen);
      }
      deliveries.push(cursor.deliveries());
      taken.push(engine.label(0));
      const cells = cursor.cellsOf(chosen);
      cursor.take();
      past.add([...cells, ...cursor.changedCells.subarray(0, cursor.changedCount)]);
      inState = wanted(evaluator.inspectChanged(cursor.vector, cursor.changedCells, cursor.changedCount));
    }
  }

  /** Makes the step with this label the only successor. Returns its number among the candidates, or -1 if it is not enabled. */
  private attempt(label: string): number {
    const { cursor } = this;
    for (const component of this.componentsOf(label)) {
      const count = cursor.list(component);
      for (let k = 0; k < count; k++) {
        if (cursor.candidateLabel(k) === label) return cursor.attempt(k) ? k : -1;
      }
    }
    return -1;
  }

  private componentsOf(label: string): readonly number[] {
    let components = this.components.get(label);
    if (components === undefined) {
      components = componentsNamedIn(label).flatMap((id) => this.engine.findComponent(id) ?? []);
      this.components.set(label, components);
    }
    return components;
  }
}
