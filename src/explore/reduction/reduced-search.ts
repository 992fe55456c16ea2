import { Engine, type StepNumbers } from '../../engine/engine.js';
import type { InitialState } from '../../engine/steps/stepper.js';
import type { Network } from '../../network/network.js';
import { PropertyEvaluator } from '../../property/property-evaluator.js';
import type { Finding } from '../../property/violation.js';
import { StateSet } from '../state-set.js';
import type { LeftOut } from './ahead-scope.js';
import { AloneRule } from './alone.js';
import { Column } from './column.js';
import { Certificates } from './certificates.js';
import type { Dropped } from './conditions.js';
import { Ends } from './ends.js';
import { ReducedSteps } from './reduced-steps.js';

/** What has become of a state. */
const FOUND = 0;
const ALONE = 1;
/** Nothing but the steps of a choice has been taken. */
const CHOICE = 2;
const FULL = 3;

/** Reactions that are followed to see what is ahead until it is known what comes of it, and for each state that is taken alone then. */
const FOLLOWED_MIN = 500_000;
const FOLLOWED_PER_ALONE = 2_000;
/** A question costs as much as so many reactions. */
const FOLLOWED_PER_QUESTION = 50;

/** Passes over states taken alone in which something may be asked for the reduction alone. */
const ASKING_PASSES_MAX = 6;

/** Among so many states that were found next to one, others are looked for of which the same step was taken. */
const NEXT_MAX = 20_000;

const NOTHING_DROPPED: Dropped = new Set();

/** A property is violated: in a state, or by a step out of it. A negative state is an initial one that failed. */
export interface ReducedFinding extends Finding {
  readonly state: number;
  readonly step?: StepNumbers;
}

/**
 * Goes through states, depth first, and takes one step alone out of each in which that loses nothing (`AloneRule`), or only what one component may choose to do. All that the rule
 * knows of charts it learns as the search goes on; at the end, states of which it has learnt more are looked at again, and expanded in full if it does not hold of them any more, until nothing changes.
 */
export class ReducedSearch {
  readonly engine: Engine;
  readonly evaluator: PropertyEvaluator;
  readonly states = new StateSet();
  readonly ends: Ends;
  readonly rule: AloneRule;
  readonly findings: ReducedFinding[] = [];
  private readonly status = new Column();
  readonly certificates: Certificates;
  /** Of a state not expanded in full: the certificate by which it need not be; what was taken in it, by its number; and the state that this leads to, or one of its steps. */
  private readonly certificate = new Column();
  private readonly leftOut = new Column();
  private readonly target = new Column();
  private readonly agenda: number[] = [];
  private readonly reducedSteps = new ReducedSteps();
  private vector = new Int32Array(0);
  private next = new Int32Array(0);
  private starts: Iterator<InitialState> | undefined;
  private startCount = 0;
  /** States that are to be looked at again: up to this one they have been, in this pass. */
  private lookedAgain = 0;
  /** By state: the next one in which the same was taken alone, or a number that no state had when this pass began. */
  private like = new Int32Array(0);
  private revokedInPass = 0;
  private growthOfPass = -1;
  private hasSelfLoop = false;
  full = 0;
  alone = 0;
  choices = 0;
  revoked = 0;
  passes = 0;
  steps = 0;
  terminal = 0;

  constructor(
    network: Network,
    private readonly dropped: Dropped = NOTHING_DROPPED,
  ) {
    this.engine = new Engine(network);
    this.evaluator = new PropertyEvaluator(this.engine);
    this.ends = new Ends(this.engine, this.evaluator);
    const areJudged = this.ends.areJudged;
    this.rule = new AloneRule(this.engine, this.evaluator, areJudged, dropped, () => this.states.size);
    this.certificates = new Certificates(this.rule, dropped);
    this.starts = this.engine.starts();
  }

  /** Does the next thing. Returns false when nothing is left. */
  goOn(): boolean {
    if (this.starts !== undefined) this.start();
    else if (this.agenda.length > 0) this.expand(this.agenda.pop()!);
    else return this.lookAgain();
    return true;
  }

  /** Whether no run goes on for ever, of a search that is done. */
  get isAcyclic(): boolean {
    return !this.hasSelfLoop && this.reducedSteps.areAcyclic(this.states.size);
  }

  /** Takes note of what is violated where every run ends. */
  judgeEnds(): void {
    const { ends, engine, evaluator } = this;
    for (const [property, state] of ends.violated) {
      const vector = this.read(state);
      engine.expand(vector);
      this.note(evaluator.note(property, ends.message(property, vector)), state);
    }
  }

  /** Whether looking for steps to be taken alone costs far more than it brings: all states are searched in less time. */
  get isInVain(): boolean {
    const { followed, questions } = this.rule;
    const cost = followed + FOLLOWED_PER_QUESTION * questions.asked;
    return cost > FOLLOWED_MIN + FOLLOWED_PER_ALONE * (this.alone + this.choices);
  }

  get expanded(): number {
    return this.full + this.alone + this.choices;
  }

  /** The longest way to a state, among those by which states were found, in states. */
  get depth(): number {
    const depths = new Int32Array(this.states.size);
    let depth = 0;
    for (let state = 0; state < depths.length; state++) {
      const parent = this.states.parent(state);
      depths[state] = parent < 0 ? 1 : depths[parent]! + 1;
      depth = Math.max(depth, depths[state]!);
    }
    return depth;
  }

  get bytes(): number {
    const columns = [this.status, this.certificate, this.leftOut, this.target];
    return this.states.bytes + this.reducedSteps.bytes + columns.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The states that were not expanded in full, each with the numbers of the steps that were taken, among those that `engine.expand` lists of it. */
  *taken(): Generator<{ readonly vector: Int32Array; readonly steps: readonly number[] }> {
    for (let state = 0; state < this.states.size; state++) {
      if (!this.isReduced(state)) continue;
      const vector = this.read(state);
      const leftOut = this.rule.candidates.numbered(this.leftOut.get(state));
      const count = this.engine.expand(vector);
      yield { vector, steps: this.rule.candidates.stepsOf(vector, leftOut, count) };
    }
  }

  /** The states in which no step makes progress, and none fails. */
  *terminalStates(): Generator<Int32Array> {
    for (let state = 0; state < this.states.size; state++) {
      const vector = this.read(state);
      this.engine.expand(vector);
      const { progressing, failures } = this.engine.successors;
      if (progressing === 0 && failures.size === 0) yield vector;
    }
  }

  private start(): void {
    const next = this.starts!.next();
    if (next.done === true) {
      this.starts = undefined;
      // The first one first.
      this.agenda.reverse();
      return;
    }
    const { vector, failure } = next.value;
    const origin = -1 - this.startCount++;
    if (failure !== undefined) this.note(this.evaluator.inspectFailure(failure), origin);
    else this.agenda.push(this.states.addVector(vector, vector.length, origin));
  }

  private expand(state: number): void {
    if (this.status.get(state) !== FOUND) return;
    const vector = this.read(state);
    this.note(this.evaluator.inspect(vector), state);
    this.rule.lookedFor.note(vector);
    const { engine } = this;
    const { successors } = engine;
    const count = engine.expand(vector);
    this.steps += count - successors.failures.size;
    this.judgeEnd(vector, state);
    for (const [k, failure] of [...successors.failures])
      this.note(this.evaluator.inspectFailure(failure), state, engine.stepAt(k));
    const isChosen = count - successors.failures.size > 1 && this.choose(vector, state, count);
    if (!isChosen) this.expandFully(state, count);
  }

  private judgeEnd(vector: Int32Array, state: number): void {
    const { engine, evaluator } = this;
    const { successors } = engine;
    const isTerminal = successors.progressing === 0 && successors.failures.size === 0;
    if (isTerminal) this.terminal++;
    this.ends.inspect(vector, state);
    if (!isTerminal && !evaluator.isOwing(vector)) return;
    const findings = evaluator.inspectEnd(vector, engine.outlook(vector));
    this.note(findings, state);
    // What is told of a deadlock expands the state again.
    if (findings.length > 0) engine.expand(vector);
  }

  /** Takes a step or a choice alone. Returns whether there is one. */
  private choose(vector: Int32Array, state: number, count: number): boolean {
    for (const { leftOut, steps } of this.rule.candidates.of(vector, count))
      if (this.takeIfAlone(vector, state, leftOut, steps)) return true;
    return false;
  }

  private takeIfAlone(
    vector: Int32Array,
    state: number,
    leftOut: LeftOut,
    steps: readonly number[],
  ): boolean {
    const certificate = this.certificates.find(vector, leftOut, this.passes === 0);
    if (certificate < 0) return false;
    const ends = steps.map((k) => this.add(vector, k, state));
    // One way out of it that ends is enough (docs/trust.md).
    const target = this.dropped.has('cycles') ? ends[0] : ends.find((to) => !this.isClosing(state, to));
    if (target === undefined) return false;
    if (steps.length === 1) this.alone++;
    else this.choices++;
    this.status.set(state, steps.length === 1 ? ALONE : CHOICE);
    this.certificate.set(state, certificate);
    this.leftOut.set(state, leftOut.number);
    this.target.set(state, target);
    // The first step is taken first.
    for (const to of ends.toReversed()) {
      this.lead(state, to);
      this.agenda.push(to);
    }
    return true;
  }

  private isReduced(state: number): boolean {
    const status = this.status.get(state);
    return status === ALONE || status === CHOICE;
  }

  /** Whether a chain of steps taken alone would close by one more, from a state to another one. */
  private isClosing(from: number, to: number): boolean {
    let at = to;
    while (at !== from && this.isReduced(at)) at = this.target.get(at);
    return at === from;
  }

  private expandFully(state: number, count: number): void {
    this.status.set(state, FULL);
    this.full++;
    const { failures } = this.engine.successors;
    const vector = this.vector;
    // The first step is taken first.
    for (let k = count - 1; k >= 0; k--) {
      if (failures.has(k)) continue;
      const to = this.add(vector, k, state);
      this.lead(state, to);
      if (this.status.get(to) === FOUND) this.agenda.push(to);
    }
  }

  private lead(from: number, to: number): void {
    if (from === to) this.hasSelfLoop = true;
    else this.reducedSteps.add(from, to);
  }

  /** Looks again at a state that was taken alone, if more is known. Returns false when nothing has changed in a whole pass. */
  private lookAgain(): boolean {
    if (this.lookedAgain === 0) {
      // What is asked in one pass may make another one necessary.
      if (++this.passes > ASKING_PASSES_MAX) this.rule.questions.isClosed = true;
      this.revokedInPass = 0;
      this.growthOfPass = this.rule.knowledge.growth;
      this.certificates.beginPass();
      this.findLike();
    }
    while (this.lookedAgain < this.states.size) {
      const state = this.lookedAgain++;
      if (!this.isReduced(state)) continue;
      this.lookAgainAt(state);
      return true;
    }
    this.lookedAgain = 0;
    return this.revokedInPass > 0 || this.rule.knowledge.growth !== this.growthOfPass;
  }

  private lookAgainAt(state: number): void {
    const vector = this.read(state);
    const leftOut = this.rule.candidates.numbered(this.leftOut.get(state));
    const others = () => this.othersAfter(state);
    const certificate = this.certificates.findAgain(this.certificate.get(state), vector, leftOut, others);
    if (certificate >= 0) {
      this.certificate.set(state, certificate);
      return;
    }
    this.revoked++;
    this.revokedInPass++;
    if (this.status.get(state) === ALONE) this.alone--;
    else this.choices--;
    this.status.set(state, FOUND);
    const count = this.engine.expand(vector);
    // Something else may do as well.
    if (!this.choose(vector, state, count)) this.expandFully(state, count);
  }

  /** Links each state that was not expanded in full to the next one in which the same was taken alone. */
  private findLike(): void {
    const { size } = this.states;
    const after = new Map<number, number>();
    this.like = new Int32Array(size);
    for (let state = size - 1; state >= 0; state--) {
      if (!this.isReduced(state)) continue;
      const leftOut = this.leftOut.get(state);
      this.like[state] = after.get(leftOut) ?? size;
      after.set(leftOut, state);
    }
  }

  /** States that were found after one, and in which the same was taken alone. They are all written to the same place. */
  private *othersAfter(state: number): Generator<Int32Array> {
    const leftOut = this.leftOut.get(state);
    const end = Math.min(this.like.length, state + NEXT_MAX);
    const vector = new Int32Array(this.vector.length);
    for (let other = this.like[state]!; other < end; other = this.like[other]!) {
      // Since this pass began it may have been expanded in full, or something else was taken in it.
      if (!this.isReduced(other) || this.leftOut.get(other) !== leftOut) continue;
      this.states.read(other, vector);
      yield vector;
    }
  }

  private read(state: number): Int32Array {
    const { cellCount } = this.engine;
    if (this.vector.length < cellCount) this.vector = new Int32Array(2 * cellCount);
    this.states.read(state, this.vector);
    return this.vector;
  }

  private add(vector: Int32Array, k: number, parent: number): number {
    const { cellCount } = this.engine;
    if (this.next.length < cellCount) this.next = new Int32Array(2 * cellCount);
    const { next } = this;
    next.fill(0);
    next.set(vector.length > next.length ? vector.subarray(0, next.length) : vector);
    this.engine.follow(k, next);
    return this.states.addVector(next, cellCount, parent);
  }

  private note(findings: readonly Finding[], state: number, step?: StepNumbers): void {
    for (const finding of findings)
      this.findings.push({ ...finding, state, ...(step === undefined ? {} : { step }) });
  }
}
