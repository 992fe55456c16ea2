import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Cursor } from '../engine/cursor.js';
import { tick } from '../interpreter/deadline.js';
import type { Engine } from '../engine/engine.js';
import { mix } from '../engine/store/hash.js';
import type { StepPairs } from '../engine/steps/step-pairs.js';
import type { TakenSteps } from '../engine/steps/taken-steps.js';
import { PropertyError } from '../network/errors.js';
import type { PropertyEvaluator } from '../property/property-evaluator.js';
import type { Finding } from '../property/violation.js';
import type { Fork, Guide } from './guide.js';
import { WeightedChoice } from './weighted-choice.js';

/** One random walk, or of a guided one the first way, or the one that ends in a violation. */
export class RandomRun {
  constructor(
    readonly initial: number,
    private readonly taken: TakenSteps,
    readonly finding: Finding | undefined,
    readonly ended: boolean,
    /** Steps taken, on all ways. */
    readonly steps: number,
  ) {}

  /** Labels of the steps taken, up to the violation if there is one: written when they are asked for. */
  get schedule(): readonly string[] {
    return this.taken.schedule();
  }

  /** For each step taken, what was received synchronously within it: see `Violation.deliveries`. */
  get deliveries(): readonly (readonly string[])[] {
    return this.taken.deliveries();
  }

  /** The same of a walk with so many steps on all ways. */
  withSteps(steps: number): RandomRun {
    return new RandomRun(this.initial, this.taken, this.finding, this.ended, steps);
  }
}

/** How a walker chooses. */
export interface Choice {
  /** How much more often a component is made to act than another, in one walk: drawn for each component and walk. */
  readonly weights: readonly [number, number, number, number];
  /** What has been seen: it is told of each step that is taken. */
  readonly guide?: Guide;
  /** Whether steps that are novel by the guide are preferred, and a walk goes on where something novel was left. */
  readonly isGuided?: boolean;
  /** Pairs of another engine of the network, which knows the peers of each component: only so are the pairs those that it tells. */
  readonly knownPairs?: StepPairs;
}

/** Even chances. */
export const UNIFORM: Choice = { weights: [1, 1, 1, 1] };

/**
 * Swarm testing: some walks let one component race ahead and others starve it. Evenly weighted walks hardly ever do either.
 */
export const SWARM: Choice = { weights: [1, 1, 4, 16] };

/** Steps between two looks at the deadline, less one. */
const TICK_MASK = 63;

/**
 * How many of 16 steps are chosen among several by what they are worth, in one walk: drawn for each walk, so that each schedule stays possible, and that
 * a guide that leads away from a fault leads some walks only.
 */
const GUIDED_OF_16 = [0, 0, 8, 16] as const;
/**
 * A way from a state that was kept ends after so many steps without anything novel, drawn for each: most look only at what is novel there, and some see
 * what becomes of it.
 */
const PATIENCE = [0, 0, 16, Number.POSITIVE_INFINITY] as const;
/** So many components are drawn, of whose steps the one that is worth most is taken. */
const DRAWS = 4;
/** Of a component that can do more, about so many of its steps are looked at. */
const CANDIDATES = 8;
/** A step is novel if it is worth as much: it has a pair that was not seen. */
const NOVEL = 1;
/** A guided walk takes as many steps as its first way has on further ways, and after a short one twice as many. */
const SHORT = 500;
/** So many further ways are begun, at most. */
const WAYS_MAX = 256;

type Random = ReturnType<typeof xoroshiro128plus>;

/** The finding that a walk is to end with, of those that a state shows. */
type Wanted = (findings: readonly Finding[]) => Finding | undefined;

/** A way through the network that is being walked. */
interface Way {
  readonly initial: number;
  readonly taken: TakenSteps;
}

/**
 * Takes random walks over enabled steps only. First the component that acts is drawn, by its weight times the number of steps that it
 * may be able to take; then one of these steps. Both depend on the seed and the steps, not on the order in which the
 * engine discovered anything.
 *
 * A guided walker draws several components in most steps, and of all that they may do takes what is worth most by its guide. Where it leaves something
 * novel undone it keeps the state; a walk that has come to its end goes on from such states, and from the start, for some more steps.
 */
export class Walker {
  private readonly initials;
  private readonly cursor: Cursor;
  /** Of the run under way. */
  private evaluator: PropertyEvaluator | undefined;
  private readonly components: WeightedChoice;
  /** Of the candidates of one component. */
  private scores = new Float64Array(16);
  private readonly pairs: StepPairs;
  private weights: readonly number[] = [];
  private guidedOf16 = 0;
  /** The first way of the walk before came to an end of the network. */
  private hasEnded = false;
  /** Steps of the present way since the last one that was novel, and after how many it ends. */
  private stale = 0;
  private patience = Number.POSITIVE_INFINITY;

  constructor(
    private readonly engine: Engine,
    /** Called in every state that a walk passes. */
    private readonly onState: (cursor: Cursor) => void = () => {},
    private readonly choice: Choice = SWARM,
  ) {
    this.initials = engine.initialStates();
    this.cursor = engine.cursor();
    this.components = new WeightedChoice(engine.components.length);
    this.pairs = engine.pairs(choice.knownPairs);
  }

  /**
   * @param evaluator decides what ends the walk: its first new finding
   * @param stepsMax most steps on one way, and of a guided walk on all of its ways
   * @param property only a finding about this property ends it, if it is given
   */
  walk(evaluator: PropertyEvaluator, seed: number, stepsMax: number, property?: string): RandomRun {
    const random = xoroshiro128plus(seed);
    const wanted = (findings: readonly Finding[]) =>
      property === undefined ? findings[0] : findings.find((finding) => finding.property === property);
    const { isGuided = false, guide } = this.choice;
    // Where runs have no end, a first way from the start takes all steps.
    const kept =
      isGuided && !this.hasEnded && (random.next() & 1) === 0 ? guide?.fork(random.next() >>> 0) : undefined;
    const first =
      kept === undefined || kept.length >= stepsMax
        ? this.fromStart(evaluator, random, stepsMax, wanted)
        : this.fromFork(kept, evaluator, random, stepsMax, wanted);
    this.hasEnded = first.ended;
    if (first.finding !== undefined || !isGuided) return first;
    let { steps } = first;
    const stepsInAll = Math.min(stepsMax, 2 * steps + Math.min(steps, Math.max(0, SHORT - steps)));
    for (let ways = 0; ways < WAYS_MAX && steps < stepsInAll; ways++) {
      const fork = (random.next() & 1) === 0 ? undefined : guide?.fork(random.next() >>> 0);
      const left = stepsInAll - steps;
      const way =
        fork === undefined || fork.length >= stepsMax
          ? this.fromStart(evaluator, random, left, wanted)
          : this.fromFork(fork, evaluator, random, Math.min(stepsMax, fork.length + left), wanted);
      steps += way.steps;
      if (way.finding !== undefined) return way.withSteps(steps);
    }
    return first.withSteps(steps);
  }

  private fromStart(
    evaluator: PropertyEvaluator,
    random: Random,
    stepsMax: number,
    wanted: Wanted,
  ): RandomRun {
    this.draw(random);
    this.patience = Number.POSITIVE_INFINITY;
    const initial = this.initials.length === 1 ? 0 : (random.next() >>> 0) % this.initials.length;
    const way: Way = { initial, taken: this.cursor.noSteps() };
    const { vector, failure } = this.initials[initial]!;
    if (failure !== undefined) {
      return new RandomRun(initial, way.taken, wanted(evaluator.inspectFailure(failure)), true, 0);
    }
    return this.along(way, vector, evaluator, random, stepsMax, wanted);
  }

  private fromFork(
    { vector, initial, length, taken, owed }: Fork,
    evaluator: PropertyEvaluator,
    random: Random,
    stepsMax: number,
    wanted: Wanted,
  ): RandomRun {
    this.draw(random);
    this.guidedOf16 = 16;
    this.patience = PATIENCE[random.next() & 3]!;
    this.stale = 0;
    const way: Way = { initial, taken: taken.first(length) };
    return this.along(way, vector, evaluator, random, stepsMax, wanted, owed);
  }

  /** Draws how one way is walked. */
  private draw(random: Random): void {
    const { weights, isGuided } = this.choice;
    this.weights = this.engine.components.map(() => weights[random.next() & 3]!);
    this.guidedOf16 = isGuided === true ? GUIDED_OF_16[random.next() & 3]! : 0;
  }

  /** @param way is gone on with, and filled with the steps as they are taken */
  private along(
    way: Way,
    vector: Int32Array,
    evaluator: PropertyEvaluator,
    random: Random,
    stepsMax: number,
    wanted: Wanted,
    owed?: readonly string[],
  ): RandomRun {
    try {
      const { initial, taken } = way;
      const before = taken.length;
      const { finding, ended } = this.walkAlong(way, vector, evaluator, random, stepsMax, wanted, owed);
      return new RandomRun(initial, taken, finding, ended, taken.length - before);
    } catch (thrown) {
      throw thrown instanceof PropertyError ? thrown.after(way.initial, way.taken.schedule()) : thrown;
    }
  }

  private walkAlong(
    way: Way,
    vector: Int32Array,
    evaluator: PropertyEvaluator,
    random: Random,
    stepsMax: number,
    wanted: Wanted,
    owed: readonly string[] | undefined,
  ): Pick<RandomRun, 'finding' | 'ended'> {
    const { cursor } = this;
    const { guide } = this.choice;
    const { successors } = this.engine;
    const { taken } = way;
    cursor.start(vector);
    this.weights.forEach((_, component) => this.weigh(component));
    this.evaluator = evaluator;
    let found = wanted(evaluator.inspectStart(cursor.vector, owed));
    this.noteMargins(evaluator);
    for (;;) {
      this.onState(cursor);
      // Where every answer is known, nothing else looks at the time.
      if ((taken.length & TICK_MASK) === 0 && found === undefined) tick();
      if (found !== undefined) return { finding: found, ended: false };
      if (this.stale > this.patience) return { finding: undefined, ended: false };
      const chosen = this.choose(random, way);
      if (chosen < 0 || evaluator.mayFindEnd(cursor.vector)) {
        const outlook = cursor.outlook();
        const finding = wanted(evaluator.inspectEnd(cursor.vector, outlook));
        if (outlook.isTerminal || finding !== undefined) return { finding, ended: true };
        cursor.attempt(chosen);
      }
      if (taken.length >= stepsMax) return { finding: undefined, ended: false };
      if (guide !== undefined) {
        cursor.pairsOf(chosen, this.pairs);
        this.stale = guide.take(this.pairs) ? 0 : this.stale + 1;
      }
      const failure = successors.failures.get(0);
      if (failure !== undefined) {
        const finding = wanted(evaluator.inspectFailure(failure));
        if (finding !== undefined) cursor.record(chosen, taken);
        return { finding, ended: true };
      }
      cursor.record(chosen, taken);
      cursor.take();
      for (let at = 0; at < cursor.changedComponentCount; at++) this.weigh(cursor.changedComponents[at]!);
      found = wanted(evaluator.inspectChanged(cursor.vector, cursor.changedCells, cursor.changedCount));
      if (this.noteMargins(evaluator)) {
        guide?.lower(this.pairs);
        this.keep(way, random);
      }
    }
  }

  /** Whether the last step has lowered the smallest margin that the guide knows of a property. */
  private noteMargins(evaluator: PropertyEvaluator): boolean {
    const { guide, isGuided } = this.choice;
    if (guide === undefined || isGuided !== true) return false;
    let isLower = false;
    for (const { name, margin } of evaluator.loweredMargins()) {
      if (guide.isLower(name, margin)) isLower = true;
    }
    return isLower;
  }

  /** Keeps the present state, for others to go on from. */
  private keep({ initial, taken }: Way, random: Random): void {
    const { guide } = this.choice;
    const at = guide?.place(this.engine.cellCount, random.next() >>> 0) ?? -1;
    if (guide === undefined || at < 0) return;
    const vector = this.cursor.vector.slice(0, this.engine.cellCount);
    guide.forks[at] = {
      vector,
      initial,
      taken,
      length: taken.length,
      owed: this.evaluator!.owing,
    };
  }

  /** Attempts steps until one is enabled, so that it is the only successor. Returns its number, or -1 if none is enabled. */
  private choose(random: Random, way: Way): number {
    const { components } = this;
    if (this.guidedOf16 > 0 && components.total > 0 && (random.next() & 15) < this.guidedOf16) {
      const novel = this.chooseNovel(random, way);
      if (novel >= 0) return novel;
    }
    let unable: number[] | undefined;
    let chosen = -1;
    while (chosen < 0 && components.total > 0) {
      const component = this.drawComponent(random);
      chosen = this.chooseOf(component, random.next());
      if (chosen >= 0) continue;
      components.set(component, 0);
      (unable ??= []).push(component);
    }
    if (unable !== undefined) for (const component of unable) this.weigh(component);
    return chosen;
  }

  private drawComponent(random: Random): number {
    return this.components.at(Math.floor(((random.next() >>> 0) / 2 ** 32) * this.components.total));
  }

  /** Attempts the step that is worth most, of some components that are drawn. Returns its number; -1 if none is novel, or it is not enabled. */
  private chooseNovel(random: Random, way: Way): number {
    const { cursor, pairs } = this;
    const guide = this.choice.guide!;
    let [worth, chosen, of, score, others] = [NOVEL, -1, -1, 0, 0];
    const asked: number[] = [];
    for (let draw = 0; draw < DRAWS; draw++) {
      const component = this.drawComponent(random);
      const salt = random.next();
      if (asked.includes(component)) continue;
      asked.push(component);
      const count = cursor.list(component);
      for (let k = 0; k < count; k++) {
        const ownScore = mix(cursor.candidates.hash[k]! ^ salt) >>> 0;
        if (ownScore * count > CANDIDATES * 2 ** 32) continue;
        cursor.pairsOf(k, pairs);
        const own = guide.worth(pairs);
        if (own >= NOVEL) others++;
        if (own < worth) continue;
        // The order of candidates is that of discovery; it must not decide.
        if (own === worth && chosen >= 0 && ownScore >= score) continue;
        [worth, chosen, of, score] = [own, k, component, ownScore];
      }
    }
    if (chosen < 0) return -1;
    if (others > 1) this.keep(way, random);
    cursor.list(of);
    if (cursor.attempt(chosen)) return chosen;
    cursor.pairsOf(chosen, pairs);
    guide.tryInVain(pairs);
    return -1;
  }

  /**
   * Every candidate of the component draws a number from the salt and its own identity; the enabled one with the smallest is made the only
   * successor. Only the candidates before it are asked about.
   */
  private chooseOf(component: number, salt: number): number {
    const { cursor } = this;
    const count = cursor.list(component);
    const { hash } = cursor.candidates;
    if (count === 1) return cursor.attempt(0) ? 0 : -1;
    if (this.scores.length < count) this.scores = new Float64Array(2 * count);
    const { scores } = this;
    for (let k = 0; k < count; k++) scores[k] = mix(hash[k]! ^ salt) >>> 0;
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
