import type { AnyEventObject } from 'xstate';
import type { EncodedReaction } from '../engine/tables/encoded-reaction.js';
import type { ComponentTable } from '../engine/tables/component-table.js';
import type { Engine } from '../engine/engine.js';
import { StepLabels } from '../engine/steps/step-labels.js';
import { BLOCKED, FAILED, type Stepper } from '../engine/steps/stepper.js';
import { DELIVER, TIMER } from '../engine/steps/successors.js';
import { inspectValue } from '../interpreter/local-state.js';
import { inspectEvent } from '../network/canonical.js';
import { combinations } from '../network/combinations.js';
import { CheckError, PropertyError } from '../network/errors.js';
import { PropertyEvaluator } from '../property/property-evaluator.js';
import { overall } from '../property/verdict.js';
import type { Finding } from '../property/violation.js';
import { HeldResources } from './held-resources.js';
import type { SimulateOptions, SimulateProgress } from './options.js';
import { PendingTimers, stepOfTimer } from './pending-timers.js';
import { randomOrder } from './random-order.js';
import { ReadyChannels } from './ready-channels.js';
import type { SimulateResult } from './result.js';
import { TimedSteps } from './timed-steps.js';
import type { QueuedTimer } from './timer-queue.js';

const STEPS_MAX_DEFAULT = 100_000_000;

/** Steps at one time before the network is taken to go round without time passing. */
const STEPS_AT_ONCE_MAX = 1_000_000;

/** One run of a network in virtual time: everything that is possible now, then the next timer. See `simulate`. */
export class EventLoop {
  private readonly taken: TimedSteps;
  private readonly stepper: Stepper;
  private readonly evaluator: PropertyEvaluator;
  private readonly components: readonly ComponentTable[];
  private readonly timers: PendingTimers;
  private readonly ready: ReadyChannels;
  private readonly resources: HeldResources;
  /** Timers that are due, but whose steps are blocked. */
  private readonly blockedTimers: QueuedTimer[] = [];
  private readonly labels: StepLabels;
  private readonly isEvaluated: boolean;
  private readonly nextRandom: (() => number) | undefined;
  private hasBegun = false;
  private end: SimulateResult['end'] = 'steps';
  private finding: Finding | undefined;
  private nowNs = 0;
  private steps = 0;
  private stepsAtOnce = 0;

  constructor(
    private readonly engine: Engine,
    private readonly options: SimulateOptions,
  ) {
    this.evaluator = new PropertyEvaluator(engine);
    this.isEvaluated = engine.network.properties.length > 0;
    this.components = engine.components;
    this.nextRandom = randomOrder(options.seed);
    this.resources = new HeldResources(this.components, options.resources, options.onSpan);
    this.timers = new PendingTimers(this.components, options.delayOf, this.nextRandom);
    this.ready = new ReadyChannels(this.components.length, this.nextRandom);
    this.taken = new TimedSteps(engine, this.timers, this.ready, this.resources, options.onEmitted);
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

  /** What came of the run, which is not taken up again. */
  finish(): SimulateResult {
    const { finding, evaluator, nowNs, steps, end } = this;
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
      endNs: nowNs,
      steps,
      utilisation: this.resources.finish(nowNs),
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
      if (timer === undefined) {
        this.record(this.inspectEnd());
        this.end = 'quiet';
        return true;
      }
      if (timer.dueNs > untilNs) {
        this.end = 'time';
        return true;
      }
      this.timers.pop();
      if (timer.dueNs > this.nowNs) this.stepsAtOnce = 0;
      this.nowNs = timer.dueNs;
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
    const answers = combinations<EncodedReaction>(this.components.map((component) => component.initial))[
      initial
    ];
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
    const channel = this.engine.channels[index]!;
    const { receiver, spec, cell } = channel;
    const content = this.stepper.work[cell]!;
    if (content === 0) return;
    const offers = channel.offers(content);
    const local = this.stepper.work[receiver.cell]!;
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
        this.reportStep(DELIVER, index, event);
        this.record(this.evaluator.inspectFailure(this.stepper.successors.failures.get(0)!)[0]);
        return;
      }
      // A fact that changes nothing is not received again and again.
      const isIdle = answer.next === local && answer.effects.length === 0 && answer.emitted.length === 0;
      if (keeps && isIdle && answer.timing.length === 0) continue;
      const ended = this.taken.take(DELIVER, index, event, answer, keeps ? -1 : cell, keeps ? 0 : rest);
      if (ended === BLOCKED) {
        isBlocked = true;
        continue;
      }
      if (this.stepper.work[cell] !== 0) this.ready.add(index);
      this.followUp(ended, DELIVER, index, event);
      return;
    }
    if (isBlocked) this.ready.block(index);
    else this.ready.defer(receiver.cell, index);
  }

  private fire(timer: QueuedTimer): void {
    const component = this.components[timer.component]!;
    const local = this.stepper.work[timer.component]!;
    const isOwn = timer.stimulus === undefined;
    const item = isOwn
      ? stepOfTimer(component.local(local), timer.key)
      : this.stepOfStimulus(component, local, timer.stimulus);
    const { answer } = component.ownSteps(local)[item]!;
    const ended = this.taken.take(TIMER, timer.component, item, answer, -1, 0);
    if (ended === BLOCKED) {
      this.blockedTimers.push(timer);
      return;
    }
    if (isOwn) this.timers.fired(timer);
    this.followUp(ended, TIMER, timer.component, item);
  }

  private stepOfStimulus(component: ComponentTable, local: number, event: AnyEventObject): number {
    const id = component.eventId(event);
    const number = component
      .ownSteps(local)
      .findIndex(({ step }) => step.kind === 'stimulus' && component.eventId(step.event) === id);
    if (number >= 0) return number;
    throw new CheckError(
      `The component '${component.id}' does not take the stimulus ${inspectEvent(event)} at ${this.nowNs} ns, in ${inspectValue(component.local(local).snapshot)}. List it in its \`stimuli\`, or send it when it is taken.`,
    );
  }

  private retryBlockedTimer(): boolean {
    if (this.blockedTimers.length === 0) return false;
    const before = this.steps;
    for (const timer of this.blockedTimers.splice(0)) {
      if (this.steps > before) this.blockedTimers.push(timer);
      else if (!timer.isCancelled) this.fire(timer);
    }
    return this.steps > before;
  }

  /** Follows up a step that was taken, or failed. */
  private followUp(ended: number, kind: number, source: number, item: number): void {
    this.steps++;
    this.reportStep(kind, source, item);
    if (ended === FAILED) {
      this.record(this.evaluator.inspectFailure(this.stepper.failed)[0]);
      return;
    }
    if (++this.stepsAtOnce > STEPS_AT_ONCE_MAX) {
      throw new CheckError(
        `The network '${this.engine.network.name}' takes more than ${STEPS_AT_ONCE_MAX} steps at ${this.nowNs} ns of virtual time: it goes round without time passing. ` +
          'Give one of the timers in the round a delay above 0.',
      );
    }
    this.taken.follow(this.nowNs);
    this.record(this.resources.exceeded(this.nowNs));
    if (this.isEvaluated) this.inspect();
  }

  private inspect(): void {
    const changed: number[] = [];
    for (let change = 0; change < this.stepper.changes; change++) {
      changed.push(this.stepper.changedCell(change));
    }
    this.record(this.evaluator.inspectChanged(this.stepper.work, changed)[0]);
  }

  private record(finding: Finding | undefined): void {
    this.finding ??= finding;
  }

  private reportStep(kind: number, source: number, item: number): void {
    this.options.onStep?.(this.labels.of(kind, source, item), this.nowNs);
  }
}
