import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Cursor } from '../engine/cursor.js';
import { tick } from '../interpreter/deadline.js';
import type { Engine } from '../engine/engine.js';
import { mix } from '../engine/hash.js';
import { PropertyError } from '../network/errors.js';
import type { PropertyEvaluator } from '../property/property-evaluator.js';
import type { Finding } from '../property/violation.js';
import { WeightedChoice } from './weighted-choice.js';

/** One random walk. */
export interface RandomRun {
  readonly initial: number;
  /** Labels of the steps taken, up to the violation if there is one. */
  readonly schedule: readonly string[];
  /** For each step taken, what was received synchronously within it: see `Violation.deliveries`. */
  readonly deliveries: readonly (readonly string[])[];
  readonly finding: Finding | undefined;
  readonly ended: boolean;
}

/**
 * How much more often a component is made to act than another, in one walk: drawn for each component and walk (swarm testing),
 * so that some walks let one component race ahead and others starve it. Evenly weighted walks hardly ever do either.
 */
const WEIGHTS = [1, 1, 4, 16];

/** Steps between two looks at the deadline, less one. */
const TICK_MASK = 63;

type Random = ReturnType<typeof xoroshiro128plus>;

/**
 * Takes random walks over enabled steps only. First the component that acts is drawn, by its weight times the number of steps that it
 * may be able to take; then one of these steps. Both depend on the seed and the steps, not on the order in which the
 * engine discovered anything.
 */
export class Walker {
  private readonly initials;
  private readonly cursor: Cursor;
  private readonly components: WeightedChoice;
  private weights: readonly number[] = [];

  constructor(
    private readonly engine: Engine,
    /** Called in every state that a walk passes. */
    private readonly onState: (cursor: Cursor) => void = () => {},
  ) {
    this.initials = engine.initialStates();
    this.cursor = engine.cursor();
    this.components = new WeightedChoice(engine.components.length);
  }

  /**
   * @param evaluator decides what ends the walk: its first new finding
   * @param property only a finding about this property ends it, if it is given
   */
  walk(evaluator: PropertyEvaluator, seed: number, stepsMax: number, property?: string): RandomRun {
    const way = { initial: 0, schedule: [] as string[] };
    try {
      return this.walkAlong(way, evaluator, seed, stepsMax, property);
    } catch (thrown) {
      throw thrown instanceof PropertyError ? thrown.after(way.initial, way.schedule) : thrown;
    }
  }

  /** @param way is filled with the steps as they are taken */
  private walkAlong(
    way: { initial: number; readonly schedule: string[] },
    evaluator: PropertyEvaluator,
    seed: number,
    stepsMax: number,
    property: string | undefined,
  ): RandomRun {
    const { cursor } = this;
    const wanted = (findings: readonly Finding[]) =>
      property === undefined ? findings[0] : findings.find((finding) => finding.property === property);
    const { successors } = this.engine;
    const random = xoroshiro128plus(seed);
    this.weights = this.engine.components.map(() => WEIGHTS[random.next() & 3]!);
    const initial = this.initials.length === 1 ? 0 : (random.next() >>> 0) % this.initials.length;
    const start = this.initials[initial]!;
    const { schedule } = way;
    way.initial = initial;
    const deliveries: (readonly string[])[] = [];
    if (start.failure !== undefined) {
      const finding = wanted(evaluator.inspectFailure(start.failure));
      return { initial, schedule, deliveries, finding, ended: true };
    }
    cursor.start(start.vector);
    this.weights.forEach((_, component) => this.weigh(component));
    let found = wanted(evaluator.inspectStart(cursor.vector));
    for (;;) {
      this.onState(cursor);
      // Where every answer is known, nothing else looks at the time.
      if ((schedule.length & TICK_MASK) === 0 && found === undefined) tick();
      if (found !== undefined) return { initial, schedule, deliveries, finding: found, ended: false };
      const chosen = this.choose(random);
      if (chosen < 0 || (successors.progressing === 0 && successors.failures.size === 0)) {
        // Nothing was chosen, or only what makes no progress: the run has ended if nothing else can happen.
        if (cursor.isTerminal()) {
          const finding = wanted(evaluator.inspectTerminal(cursor.vector));
          return { initial, schedule, deliveries, finding, ended: true };
        }
        cursor.attempt(chosen);
      }
      if (schedule.length >= stepsMax)
        return { initial, schedule, deliveries, finding: undefined, ended: false };
      const label = this.engine.label(0);
      const failure = successors.failures.get(0);
      if (failure !== undefined) {
        const finding = wanted(evaluator.inspectFailure(failure));
        if (finding !== undefined) {
          schedule.push(label);
          deliveries.push(cursor.deliveries());
        }
        return { initial, schedule, deliveries, finding, ended: true };
      }
      deliveries.push(cursor.deliveries());
      schedule.push(label);
      cursor.take();
      for (const component of cursor.changedComponents) this.weigh(component);
      found = wanted(evaluator.inspectChanged(cursor.vector, cursor.changedCells));
    }
  }

  /** Attempts steps until one is enabled, so that it is the only successor. Returns its number, or -1 if none is enabled. */
  private choose(random: Random): number {
    const { components } = this;
    const unable: number[] = [];
    let chosen = -1;
    while (chosen < 0 && components.total > 0) {
      const component = components.at(Math.floor(((random.next() >>> 0) / 2 ** 32) * components.total));
      chosen = this.chooseOf(component, random.next());
      if (chosen >= 0) continue;
      components.set(component, 0);
      unable.push(component);
    }
    for (const component of unable) this.weigh(component);
    return chosen;
  }

  /**
   * Every candidate of the component draws a number from the salt and its own identity; the enabled one with the smallest is made the only
   * successor. Only the candidates before it are asked about.
   */
  private chooseOf(component: number, salt: number): number {
    const { cursor } = this;
    const count = cursor.list(component);
    const scores: number[] = [];
    for (let k = 0; k < count; k++) scores.push(mix(cursor.candidateHash(k) ^ salt) >>> 0);
    for (let left = count; left > 0; left--) {
      let best = 0;
      for (let k = 1; k < count; k++) {
        const difference = scores[k]! - scores[best]!;
        // The order of candidates is that of discovery; it must not decide.
        const isBefore = difference === 0 && cursor.candidateLabel(k) < cursor.candidateLabel(best);
        if (difference < 0 || isBefore) best = k;
      }
      if (cursor.attempt(best)) return best;
      scores[best] = Number.POSITIVE_INFINITY;
    }
    return -1;
  }

  private weigh(component: number): void {
    this.components.set(component, this.weights[component]! * this.cursor.candidateCount(component));
  }
}
