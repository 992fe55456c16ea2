import type { EncodedReaction } from '../engine/tables/encoded-reaction.js';
import type { Engine } from '../engine/engine.js';
import { StepLabels } from '../engine/steps/step-labels.js';
import { BLOCKED, DONE, FAILED, type Stepper } from '../engine/steps/stepper.js';
import { DELIVER, TIMER } from '../engine/steps/successors.js';
import type { StateContents } from '../interpreter/contents.js';
import { combinations } from '../network/combinations.js';
import { CheckError, PropertyError } from '../network/errors.js';
import { PropertyEvaluator } from '../property/property-evaluator.js';
import { overall } from '../property/verdict.js';
import type { Finding } from '../property/violation.js';
import { HeldResources } from './held-resources.js';
import type { SimulateOptions, SimulateProgress } from './options.js';
import type { KnownReactions } from './known-reactions.js';
import { PendingTimers } from './pending-timers.js';
import { randomOrder } from './random-order.js';
import { ReadyChannels } from './ready-channels.js';
import type { SimulateResult } from './result.js';
import { stepOfStimulus } from './stimulus-step.js';
import { TimedSteps } from './timed-steps.js';
import { goesRound, tooLate } from './virtual-time.js';

const STEPS_MAX_DEFAULT = 100_000_000;

/** Number of a step that nobody wants to know. */
const UNTOLD = -1;

/** Steps at one time before the network is taken to go round without time passing. */
const STEPS_AT_ONCE_MAX = 1_000_000;

/** One run of a network in virtual time: everything that is possible now, then the next timer. See `simulate`. */
export class EventLoop {
  private readonly taken: TimedSteps;
  private readonly stepper: Stepper;
  private readonly evaluator: PropertyEvaluator;
  private readonly timers: PendingTimers;
  private readonly ready: ReadyChannels;
  private readonly resources: HeldResources;
  /** Timers that are due, but whose steps are blocked. */
  private readonly blockedTimers: number[] = [];
  private readonly labels: StepLabels;
  private readonly isEvaluated: boolean;
  private readonly nextRandom: (() => number) | undefined;
  private hasBegun = false;
  private end: SimulateResult['end'] = 'steps';
  private finding: Finding | undefined;
  private nowNs = 0;
  /** When the last step happened: a timer that is due later may be held up, and then time has passed for nothing. */
  private steppedNs = 0;
  private steps = 0;
  private stepsAtOnce = 0;

  constructor(
    private readonly engine: Engine,
    private readonly known: KnownReactions,
    private readonly options: SimulateOptions,
  ) {
    this.evaluator = new PropertyEvaluator(engine);
    this.isEvaluated = engine.network.properties.length > 0;
    this.nextRandom = randomOrder(options.seed);
    this.resources = new HeldResources(engine.components, options.resources, options.onSpan);
    const { delayOf, speedsOf } = options;
    this.timers = new PendingTimers(engine.network.componentIds, delayOf, speedsOf, this.nextRandom);
    this.ready = new ReadyChannels(this.engine.components.length, this.nextRandom);
    this.taken = new TimedSteps(engine, known, this.timers, this.ready, this.resources, options);
    this.stepper = this.taken.stepper;
    this.labels = new StepLabels(this.stepper);
  }

  /** Goes on for about so many steps. Returns true when the run is over. */
  advance(steps: number): boolean {
    try {
      return this.goOn(steps);
    } catch (thrown) {
      if (!(thrown instanceof PropertyError)) throw thrown;
      const taken = `${this.steps} step${this.steps === 1 ? '' : 's'}`;
      throw new CheckError(`${thrown.message} That was at ${this.nowNs} ns of virtual time, after ${taken}.`);
    }
  }

  /** Evaluates a sample of what properties gave again. @throws CheckError when one has changed its mind */
  recheck(): void {
    this.evaluator.recheck();
  }

  /** Virtual time and steps so far. */
  get progress(): SimulateProgress {
    return { nowNs: this.nowNs, steps: this.steps };
  }

  /**
   * The state of the network by now.
   *
   * @testonly each step is compared with the reference's
   */
  contents(): StateContents {
    return this.engine.contents(this.stepper.work);
  }

  /** What came of the run, which is not taken up again. */
  finish(): SimulateResult {
    const { finding, evaluator, steppedNs, steps, end } = this;
    const properties = evaluator.verdicts(end === 'steps' ? 'interrupted' : 'sample');
    const verdicts = properties.map(({ verdict }) => verdict);
    const { initial = 0 } = this.options;
    return {
      verdict: finding === undefined ? overall(verdicts) : 'violated',
      properties,
      ...(finding === undefined
        ? {}
        : { violation: { ...finding, initial, steps: [], minimality: 'as found' as const } }),
      end: finding === undefined ? end : 'violation',
      endNs: steppedNs,
      steps,
      utilisation: this.resources.finish(steppedNs),
      xstateCalls: this.engine.xstateCalls,
    };
  }

  private goOn(steps: number): boolean {
    const { untilNs = Number.POSITIVE_INFINITY, stepsMax = STEPS_MAX_DEFAULT } = this.options;
    if (!this.hasBegun) this.begin();
    const last = Math.min(stepsMax, this.steps + steps);
    while (this.finding === undefined) {
      if (this.steps >= last) {
        this.end = 'steps';
        return this.steps >= stepsMax;
      }
      if (this.ready.length > 0) {
        this.deliver(this.ready.take());
        continue;
      }
      if (this.retryBlockedTimer()) continue;
      const timer = this.timers.peek();
      if (timer < 0) {
        this.record(this.inspectEnd());
        this.end = 'quiet';
        return true;
      }
      const dueNs = this.timers.nextNs;
      if (dueNs > untilNs) {
        this.end = 'time';
        return true;
      }
      if (dueNs > Number.MAX_SAFE_INTEGER) {
        throw tooLate(this.engine.components[this.timers.componentOf(timer)]!.id, dueNs);
      }
      this.timers.pop();
      if (dueNs > this.nowNs) this.stepsAtOnce = 0;
      this.nowNs = dueNs;
      this.fire(timer);
    }
    return true;
  }

  /** What is wrong with the state in which nothing is left to happen by itself. */
  private inspectEnd(): Finding | undefined {
    const { engine, stepper, evaluator } = this;
    const vector = stepper.work.slice(0, engine.cellCount);
    engine.expand(vector);
    return evaluator.inspectEnd(vector, engine.outlook(vector))[0];
  }

  /** The first state, with everything that components do as they start. */
  private begin(): void {
    this.hasBegun = true;
    const { initial = 0, stimuli = [] } = this.options;
    const answers = combinations<EncodedReaction>(
      this.engine.components.map((component) => component.initial),
    )[initial];
    if (answers === undefined) {
      throw new CheckError(
        `The network '${this.engine.network.name}' has no initial state number ${initial}; the first is 0.`,
      );
    }
    const start = this.taken.start(answers);
    if (start.failure !== undefined) {
      this.record(this.evaluator.inspectFailure(start.failure)[0]);
      return;
    }
    for (const stimulus of stimuli)
      this.timers.addStimulus(this.engine.indexOf(stimulus.component), stimulus);
    this.taken.followStart(this.nowNs);
    this.record(this.resources.exceeded(this.nowNs));
    if (this.isEvaluated) this.record(this.evaluator.inspectStart(this.stepper.work)[0]);
  }

  /** Receives one message of a channel, if the receiver takes any. */
  private deliver(index: number): void {
    const { taken, stepper } = this;
    if (taken.receive(index)) {
      this.followUp(DONE, DELIVER, index, taken.received, UNTOLD);
      return;
    }
    const channel = this.engine.channels[index]!;
    const { receiver, spec, cell } = channel;
    const content = stepper.work[cell]!;
    if (content === 0) return;
    const offers = channel.offers(content);
    const local = stepper.work[receiver.cell]!;
    const count = offers.length / 2;
    const first = this.nextRandom === undefined || count === 1 ? 0 : (this.nextRandom() >>> 0) % count;
    const keeps = spec.kind === 'set';
    let isBlocked = false;
    for (let k = 0; k < count; k++) {
      const at = 2 * ((first + k) % count);
      const event = offers[at]!;
      const rest = offers[at + 1]!;
      const answer = receiver.ask(local, event);
      if (!answer.handled) {
        if (spec.deferring) continue;
        this.stepper.successors.clear();
        this.stepper.message(DELIVER, index, event, rest);
        this.reportStep(DELIVER, index, event, local);
        this.record(this.evaluator.inspectFailure(this.stepper.successors.failures.get(0)!)[0]);
        return;
      }
      // A fact that changes nothing is not received again and again.
      const isIdle = answer.next === local && answer.effects.length === 0 && answer.emitted.length === 0;
      if (keeps && isIdle && !this.known.of(receiver, answer).startsTimer) continue;
      const ended = this.taken.take(DELIVER, index, event, answer, keeps ? -1 : cell, keeps ? 0 : rest);
      if (ended === BLOCKED) {
        isBlocked = true;
        continue;
      }
      if (this.stepper.work[cell] !== 0) this.ready.add(index);
      this.followUp(ended, DELIVER, index, event, local);
      return;
    }
    if (isBlocked) this.ready.block(index);
    else this.ready.defer(receiver.cell, index);
  }

  private fire(timer: number): void {
    const { timers, taken } = this;
    const index = timers.componentOf(timer);
    const key = timers.keyOf(timer);
    const stimulus = timers.stimulusOf(timer);
    const local = this.stepper.work[index]!;
    if (stimulus === undefined && taken.fire(index, key)) {
      timers.fired(timer);
      const item = this.options.onStep === undefined ? UNTOLD : this.known.stepOf(index, local, key);
      this.followUp(DONE, TIMER, index, item, local);
      return;
    }
    const component = this.engine.components[index]!;
    const item =
      stimulus === undefined
        ? this.known.stepOf(index, local, key)
        : stepOfStimulus(component, local, stimulus, this.nowNs);
    const { answer } = component.ownSteps(local)[item]!;
    const ended = taken.take(TIMER, index, item, answer, -1, 0);
    if (ended === BLOCKED) {
      this.blockedTimers.push(timer);
      return;
    }
    timers.fired(timer);
    this.followUp(ended, TIMER, index, item, local);
  }

  private retryBlockedTimer(): boolean {
    if (this.blockedTimers.length === 0) return false;
    const before = this.steps;
    for (const timer of this.blockedTimers.splice(0)) {
      if (this.steps > before) this.blockedTimers.push(timer);
      else if (this.timers.isCancelled(timer)) this.timers.release(timer);
      else this.fire(timer);
    }
    return this.steps > before;
  }

  /**
   * Follows up a step that was taken, or failed.
   *
   * @param local what the component that acted was in before
   */
  private followUp(ended: number, kind: number, source: number, item: number, local: number): void {
    this.steps++;
    this.steppedNs = this.nowNs;
    this.reportStep(kind, source, item, local);
    if (ended === FAILED) {
      this.record(this.evaluator.inspectFailure(this.stepper.failed)[0]);
      return;
    }
    if (++this.stepsAtOnce > STEPS_AT_ONCE_MAX)
      throw goesRound(this.engine.network.name, this.nowNs, STEPS_AT_ONCE_MAX);
    this.taken.follow(this.nowNs);
    this.record(this.resources.exceeded(this.nowNs));
    if (!this.isEvaluated) return;
    const { changed, changes } = this.taken;
    this.record(this.evaluator.inspectChanged(this.stepper.work, changed, changes)[0]);
  }

  private record(finding: Finding | undefined): void {
    this.finding ??= finding;
  }

  private reportStep(kind: number, source: number, item: number, local: number): void {
    const { onStep } = this.options;
    if (onStep === undefined) return;
    const label =
      kind === TIMER
        ? this.engine.components[source]!.ownSteps(local)[item]!.label
        : this.labels.of(kind, source, item);
    onStep(label, this.nowNs);
  }
}
