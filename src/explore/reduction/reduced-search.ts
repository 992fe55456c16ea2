import { Engine, type StepNumbers } from '../../engine/engine.js';
import type { InitialState } from '../../engine/steps/stepper.js';
import { STIMULUS } from '../../engine/steps/successors.js';
import type { Network } from '../../network/network.js';
import { PropertyEvaluator } from '../../property/property-evaluator.js';
import type { Finding } from '../../property/violation.js';
import { StateSet } from '../state-set.js';
import { AloneRule } from './alone.js';
import { Column } from './column.js';
import { Certificates } from './certificates.js';
import type { Dropped } from './conditions.js';
import { Ends } from './ends.js';
import { ReducedSteps } from './reduced-steps.js';

/** What has become of a state. */
const FOUND = 0;
const ALONE = 1;
const FULL = 2;

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
 * Goes through states, depth first, and takes one step alone out of each in which that loses nothing (`AloneRule`). All that the rule knows of charts it learns as the
 * search goes on; at the end, states of which it has learnt more are looked at again, and expanded in full if it does not hold of them any more, until nothing changes.
 */
export class ReducedSearch {
  readonly engine: Engine;
  readonly evaluator: PropertyEvaluator;
  readonly states = new StateSet();
  readonly ends: Ends;
  readonly rule: AloneRule;
  readonly findings: ReducedFinding[] = [];
  private readonly status = new Column();
  /** Of a state taken alone: the certificate by which it is, and the step by its kind, source and item. */
  private readonly certificate = new Column();
  readonly certificates: Certificates;
  private readonly step = [new Column(), new Column(), new Column()] as const;
  /** Of a state taken alone: the state that its step leads to. */
  private readonly target = new Column();
  private readonly agenda: number[] = [];
  private readonly reducedSteps = new ReducedSteps();
  private vector = new Int32Array(0);
  private next = new Int32Array(0);
  private starts: Iterator<InitialState> | undefined;
  private startCount = 0;
  /** States that are to be looked at again: up to this one they have been, in this pass. */
  private lookedAgain = 0;
  /** By state: the next one that was taken alone by the same step, or a number that no state had when this pass began. */
  private like = new Int32Array(0);
  private revokedInPass = 0;
  private growthOfPass = -1;
  private hasSelfLoop = false;
  full = 0;
  alone = 0;
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
    return cost > FOLLOWED_MIN + FOLLOWED_PER_ALONE * this.alone;
  }

  get expanded(): number {
    return this.full + this.alone;
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
    const columns = [this.status, this.certificate, ...this.step, this.target];
    return this.states.bytes + this.reducedSteps.bytes + columns.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The states that were taken alone, each with the number of the step among those that `engine.expand` lists of it. */
  *taken(): Generator<{ readonly vector: Int32Array; readonly k: number }> {
    for (let state = 0; state < this.states.size; state++) {
      if (this.status.get(state) !== ALONE) continue;
      const vector = this.read(state);
      yield { vector, k: this.chosen(state, this.engine.expand(vector)) };
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
    const chosen = count - successors.failures.size > 1 ? this.choose(vector, state, count) : -1;
    if (chosen < 0) this.expandFully(state, count);
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

  /** Takes a step alone, if there is one. Returns its number, or -1. */
  private choose(vector: Int32Array, state: number, count: number): number {
    const { dropped } = this;
    const { kind, source, item, failures } = this.engine.successors;
    // Always in the same order, so that what commutes is taken in one order and comes to the same states; what the environment chooses comes last.
    const order: number[] = [];
    for (let k = 0; k < count; k++) if (!failures.has(k) && kind[k] !== STIMULUS) order.push(k);
    for (let k = 0; k < count; k++) if (!failures.has(k) && kind[k] === STIMULUS) order.push(k);
    for (const k of order) {
      if (this.rule.isChoice(vector, this.engine.successors, k, count)) continue;
      const certificate = this.certificates.find(vector, kind[k]!, source[k]!, item[k]!, this.passes === 0);
      if (certificate < 0) continue;
      const to = this.add(vector, k, state);
      if (!dropped.has('cycles') && this.isClosing(state, to)) continue;
      this.take(state, to, k, certificate);
      return k;
    }
    return -1;
  }

  private take(state: number, to: number, k: number, certificate: number): void {
    const { kind, source, item } = this.engine.successors;
    this.status.set(state, ALONE);
    this.alone++;
    this.certificate.set(state, certificate);
    [kind[k]!, source[k]!, item[k]!].forEach((value, at) => {
      this.step[at]!.set(state, value);
    });
    this.target.set(state, to);
    this.lead(state, to);
    this.agenda.push(to);
  }

  /** Whether a chain of steps taken alone would close by one more, from a state to another one. */
  private isClosing(from: number, to: number): boolean {
    let at = to;
    while (at !== from && this.status.get(at) === ALONE) at = this.target.get(at);
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
      if (this.status.get(state) !== ALONE) continue;
      this.lookAgainAt(state);
      return true;
    }
    this.lookedAgain = 0;
    return this.revokedInPass > 0 || this.rule.knowledge.growth !== this.growthOfPass;
  }

  private lookAgainAt(state: number): void {
    const vector = this.read(state);
    const [kind, source, item] = this.step.map((column) => column.get(state)) as [number, number, number];
    const others = () => this.othersAfter(state);
    const certificate = this.certificates.findAgain(
      this.certificate.get(state),
      vector,
      [kind, source, item],
      others,
    );
    if (certificate >= 0) {
      this.certificate.set(state, certificate);
      return;
    }
    this.revoked++;
    this.revokedInPass++;
    this.alone--;
    this.status.set(state, FOUND);
    const count = this.engine.expand(vector);
    // Another step may do as well.
    if (this.choose(vector, state, count) < 0) this.expandFully(state, count);
  }

  /** Links each state that was taken alone to the next one by a step with the same numbers. */
  private findLike(): void {
    const { size } = this.states;
    const after = new Map<string, number>();
    this.like = new Int32Array(size);
    for (let state = size - 1; state >= 0; state--) {
      if (this.status.get(state) !== ALONE) continue;
      const key = this.step.map((column) => column.get(state)).join();
      this.like[state] = after.get(key) ?? size;
      after.set(key, state);
    }
  }

  /** States that were found after one, and taken alone by a step with the same numbers. They are all written to the same place. */
  private *othersAfter(state: number): Generator<Int32Array> {
    const numbers = this.step.map((column) => column.get(state));
    const end = Math.min(this.like.length, state + NEXT_MAX);
    const vector = new Int32Array(this.vector.length);
    for (let other = this.like[state]!; other < end; other = this.like[other]!) {
      // Since this pass began it may have been expanded in full, or by another step.
      if (this.status.get(other) !== ALONE) continue;
      if (numbers.some((number, at) => this.step[at]!.get(other) !== number)) continue;
      this.states.read(other, vector);
      yield vector;
    }
  }

  private chosen(state: number, count: number): number {
    const { kind, source, item } = this.engine.successors;
    for (let k = 0; k < count; k++) {
      if (
        kind[k] === this.step[0].get(state) &&
        source[k] === this.step[1].get(state) &&
        item[k] === this.step[2].get(state)
      )
        return k;
    }
    return -1;
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
