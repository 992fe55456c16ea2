import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Cursor } from '../engine/cursor.js';
import { tick } from '../interpreter/deadline.js';
import type { Engine } from '../engine/engine.js';
import { mix } from '../engine/hash.js';
import type { Candidate } from '../engine/successors.js';
import type { PropertyEvaluator } from '../property/property-evaluator.js';
import type { Finding } from '../property/violation.js';
import type { Guide } from './guide.js';
import { Path, type Walked } from './path.js';
import { wayTo } from './way.js';
import { WeightedChoice } from './weighted-choice.js';

/** One random walk; of a guided one, which has several ways, the last of them. */
export interface RandomRun {
  readonly initial: number;
  /** Labels of the steps taken, up to the violation if there is one. */
  readonly schedule: readonly string[];
  /** For each step taken, what was received synchronously within it: see `Violation.deliveries`. */
  readonly deliveries: readonly (readonly string[])[];
  readonly finding: Finding | undefined;
  readonly ended: boolean;
  /** Steps taken, on all ways. */
  readonly steps: number;
}

/** How a walker chooses. */
export interface Choice {
  /** How much more often a component is made to act than another, in one walk: drawn for each component and walk. */
  readonly weights: readonly [number, number, number, number];
  /** What has been seen: it is told of each step that is taken. */
  readonly guide?: Guide;
  /** Whether a walk also takes steps that others have left aside and that are novel by the guide. */
  readonly isGuided?: boolean;
}

/** Even chances. */
export const UNIFORM: Choice = { weights: [1, 1, 1, 1] };

/**
 * Swarm testing: some walks let one component race ahead and others starve it. Evenly weighted walks hardly ever do either.
 */
export const SWARM: Choice = { weights: [1, 1, 4, 16] };

/** Steps between two looks at the deadline, less one. */
const TICK_MASK = 63;
/** One in so many guided walks begins at the start although something novel is left to be done. */
const AFRESH_OF = 8;
/** A guided walk takes as many novel steps as a random way has, and after a short one twice as many. */
const SHORT = 500;
/** Where more steps may be enabled than this, only those of components that the last step has changed are looked at. */
const LOOKED_AT_MAX = 64;

type Random = ReturnType<typeof xoroshiro128plus>;

/**
 * Takes random walks over enabled steps only. First the component that acts is drawn, by its weight times the number of steps that it
 * may be able to take; then one of these steps. Both depend on the seed and the steps, not on the order in which the
 * engine discovered anything.
 *
 * A guided walker notes, in each state that is new to it, what the steps there promise by its guide. After a random way it goes to where most is promised,
 * takes that step, and so on, for about as many steps again: a search for what is novel, best first.
 */
export class Walker {
  private readonly initials;
  private readonly walked: Walked;
  private readonly components: WeightedChoice;
  private weights: readonly number[] = [];
  /** Steps that the last random way took, if it came to an end of the network. */
  private lengthOfLast: number | undefined;

  constructor(
    private readonly engine: Engine,
    /** Called in every state that a walk passes. */
    onState: (cursor: Cursor) => void = () => {},
    private readonly choice: Choice = SWARM,
  ) {
    this.initials = engine.initialStates();
    const { guide } = choice;
    this.walked = { engine, cursor: engine.cursor(), pairs: engine.pairs(), guide, onState };
    this.components = new WeightedChoice(engine.components.length);
  }

  /**
   * @param evaluator decides what ends the walk: its first new finding
   * @param stepsMax most steps on one way, and of a guided walk on all of its ways
   * @param property only a finding about this property ends it, if it is given
   */
  walk(evaluator: PropertyEvaluator, seed: number, stepsMax: number, property?: string): RandomRun {
    const random = xoroshiro128plus(seed);
    const path = new Path(this.walked, evaluator, (findings) =>
      property === undefined ? findings[0] : findings.find((finding) => finding.property === property),
    );
    const { isGuided = false, guide } = this.choice;
    if (!isGuided || guide === undefined) this.randomWay(path, random, stepsMax);
    else this.guidedWalk(path, guide, random, stepsMax);
    const { finding, hasEnded, steps } = path;
    return { ...wayTo(path.point), finding, ended: hasEnded, steps };
  }

  private guidedWalk(path: Path, guide: Guide, random: Random, stepsMax: number): void {
    if (!guide.hasProspects || (random.next() >>> 0) % AFRESH_OF === 0) {
      this.randomWay(path, random, stepsMax);
      this.lengthOfLast = path.hasEnded ? path.steps : undefined;
      if (path.finding !== undefined) return;
    }
    // Where runs have no end, random ways and novel steps take turns.
    const length = this.lengthOfLast ?? stepsMax;
    const steps = length + Math.min(length, Math.max(0, SHORT - length));
    this.novelSteps(path, guide, random, Math.min(stepsMax, path.steps + steps), stepsMax);
  }

  /** A way from the start, of random steps. */
  private randomWay(path: Path, random: Random, stepsMax: number): void {
    const { cursor, pairs, guide } = this.walked;
    const { successors } = this.engine;
    const { weights } = this.choice;
    this.weights = this.engine.components.map(() => weights[random.next() & 3]!);
    this.start(path, random);
    this.weights.forEach((_, component) => this.weigh(component));
    for (const before = path.steps; !path.isOver;) {
      this.lookAround(path, random);
      // Where every answer is known, nothing else looks at the time.
      if ((path.steps & TICK_MASK) === 0) tick();
      const chosen = this.choose(random);
      if (chosen < 0 || (successors.progressing === 0 && successors.failures.size === 0)) {
        // Nothing was chosen, or only what makes no progress: the run has ended if nothing else can happen.
        if (path.endsHere()) return;
        cursor.attempt(chosen);
      }
      if (path.steps - before >= stepsMax) return;
      if (guide !== undefined) cursor.pairsOf(chosen, pairs);
      path.take();
      for (const component of cursor.changedComponents) this.weigh(component);
    }
  }

  private start(path: Path, random: Random): void {
    const initial = this.initials.length === 1 ? 0 : (random.next() >>> 0) % this.initials.length;
    const { vector, failure } = this.initials[initial]!;
    if (failure === undefined) path.start({ initial, length: 0 }, vector);
    else path.startFailing(initial, failure);
  }

  /** Takes the steps that promise most, wherever they were left aside, until there are none or `until` steps were taken in all. */
  private novelSteps(path: Path, guide: Guide, random: Random, until: number, stepsMax: number): void {
    const { cursor, pairs } = this.walked;
    while (path.steps < until && path.finding === undefined) {
      tick();
      const prospect = guide.best(pairs);
      if (prospect === undefined) {
        this.randomWay(path, random, until - path.steps);
        if (path.hasEnded && path.point.length === 0) return;
        continue;
      }
      const { point, vector, candidate } = prospect;
      if (point.length >= stepsMax) continue;
      if (point !== path.point || path.hasEnded) path.start(point, vector);
      if (path.finding !== undefined) return;
      if (!cursor.attemptAgain(candidate)) {
        guide.tryInVain(pairs);
        continue;
      }
      path.take();
      if (path.isOver) continue;
      this.lookAround(path, random);
      path.endsHere();
    }
  }

  /** Notes what the steps of the present state promise, if it is new to the guide. */
  private lookAround({ point, isLower }: Path, random: Random): void {
    const { isGuided, guide } = this.choice;
    if (!isGuided || guide === undefined) return;
    const { cursor, pairs, engine } = this.walked;
    const salt = random.next();
    if (!guide.isNew(cursor.fingerprint)) return;
    let total = 0;
    const all = engine.components.map((_, component) => component);
    for (const component of all) total += cursor.candidateCount(component);
    const components = total <= LOOKED_AT_MAX ? all : [...new Set(cursor.changedComponents)];
    const seen: { readonly candidate: Candidate; readonly score: number }[] = [];
    for (const component of components) {
      if (cursor.candidateCount(component) === 0) continue;
      const count = cursor.list(component);
      for (let k = 0; k < count; k++) {
        const score = mix(cursor.candidateHash(k) ^ salt) >>> 0;
        seen.push({ candidate: cursor.candidates.at(k), score });
      }
    }
    // The order of candidates is that of discovery; it must not decide.
    seen.sort((one, other) => one.score - other.score);
    const vector = cursor.vector.slice(0, engine.cellCount);
    for (const { candidate } of seen) {
      const { kind, source, item } = candidate;
      pairs.of(vector, kind, source, item);
      guide.leave({ point, vector, candidate }, pairs, isLower);
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
    const { cursor } = this.walked;
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
    this.components.set(component, this.weights[component]! * this.walked.cursor.candidateCount(component));
  }
}
