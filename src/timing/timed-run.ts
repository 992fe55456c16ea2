import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type AnyEventObject, matchesState, type StateValue } from 'xstate';
import type { Answer } from '../engine/answer.js';
import type { Behaviour } from '../engine/behaviour.js';
import type { ChannelTable } from '../engine/channel-table.js';
import { combinations } from '../network/combinations.js';
import type { ComponentTable } from '../engine/component-table.js';
import type { Engine } from '../engine/engine.js';
import { inspectValue, type LocalState } from '../interpreter/local-state.js';
import type { TimerAction } from '../interpreter/reaction.js';
import { StepLabels } from '../engine/step-labels.js';
import { BLOCKED, FAILED } from '../engine/stepper.js';
import { DELIVER, OWN } from '../engine/successors.js';
import { inspectEvent } from '../network/canonical.js';
import { CheckError, PropertyError } from '../network/errors.js';
import { Judge } from '../property/judge.js';
import type { Finding } from '../property/violation.js';
import { overall } from '../property/verdict.js';
import { type LeaseList, Leases } from './leases.js';
import { ReadyQueue } from './ready-queue.js';
import type {
  ComponentState,
  SimulateOptions,
  SimulateProgress,
  SimulateResult,
  StartedTimer,
} from './simulate.js';
import { TimedStepper } from './timed-stepper.js';
import { type QueuedTimer, TimerQueue } from './timer-queue.js';

const STEPS_MAX_DEFAULT = 100_000_000;

/** Steps at one time before the network is taken to go round without time passing. */
const STEPS_AT_ONCE_MAX = 1_000_000;

/** Warm-up of the generator: neighbouring seeds begin alike. */
const WARM_UP = 16;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** One run of a network in virtual time. See `simulate`. */
export class TimedRun {
  private readonly stepper: TimedStepper;
  private readonly judge: Judge;
  private readonly components: readonly ComponentTable[];
  private readonly channels: readonly ChannelTable[];
  private readonly timers = new TimerQueue();
  private readonly ready: ReadyQueue;
  /** By component: its timers. */
  private readonly pending: QueuedTimer[][];
  /** By component: channels whose messages it does not take in its present state. */
  private readonly deferred: number[][];
  /** Timers that are due, but whose steps are blocked; and channels whose receivers' steps are. */
  private readonly blockedTimers: QueuedTimer[] = [];
  private readonly blockedChannels: number[] = [];
  private readonly startedTimers: Int32Array;
  private readonly leases: Leases;
  /** By component: number of its owner among the owners of resources, or -1. */
  private readonly owners: readonly number[];
  /** By component, and local state: components that are alike have the same list. */
  private readonly knownLeases: readonly LeaseList[][];
  private readonly labels: StepLabels;
  private readonly isJudged: boolean;
  private readonly nextRandom: (() => number) | undefined;
  private readonly started: Writable<StartedTimer> = {
    component: '',
    componentIndex: 0,
    timer: '',
    count: 0,
    delayNs: 0,
    context: undefined,
    nowNs: 0,
  };
  private hasBegun = false;
  private end: SimulateResult['end'] = 'steps';
  private finding: Finding | undefined;
  private nowNs = 0;
  private steps = 0;
  private stepsAtOnce = 0;
  private order = 0;

  constructor(
    private readonly engine: Engine,
    private readonly options: SimulateOptions,
  ) {
    this.stepper = new TimedStepper(engine.tables);
    this.labels = new StepLabels(this.stepper);
    this.judge = new Judge(engine);
    this.isJudged = engine.network.properties.length > 0;
    this.components = engine.components;
    this.channels = engine.channels;
    this.pending = this.components.map(() => []);
    this.deferred = this.components.map(() => []);
    this.startedTimers = new Int32Array(this.components.length);
    const { owners = [], units = {} } = options.resources ?? {};
    this.leases = new Leases(owners, units, options.onSpan);
    this.owners = this.components.map(({ id }) => this.ownerOf(id));
    this.knownLeases = byBehaviour(this.components);
    this.nextRandom = randomOf(options.seed);
    this.ready = new ReadyQueue(this.nextRandom);
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
    this.judge.recheck();
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
        if (this.isTerminal()) this.note(this.judge.inspectTerminal(this.stepper.work)[0]);
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

  /** Nothing can happen any more, not even if the environment gave a stimulus. */
  private isTerminal(): boolean {
    const { engine, stepper } = this;
    engine.expand(stepper.work.slice(0, engine.slotCount));
    return engine.successors.progressing === 0 && engine.successors.failures.size === 0;
  }

  /** Virtual time and steps so far. */
  get progress(): SimulateProgress {
    return { nowNs: this.nowNs, steps: this.steps };
  }

  /** The first state, with everything that components do as they start. */
  private begin(): void {
    this.hasBegun = true;
    const { initial = 0 } = this.options;
    const answers = combinations<Answer>(this.components.map((component) => component.initial))[initial];
    if (answers === undefined) {
      throw new CheckError(
        `The network '${this.engine.network.name}' has no initial state number ${initial}; the first is 0.`,
      );
    }
    const start = this.stepper.start(answers);
    if (start.failure !== undefined) {
      this.note(this.judge.inspectFailure(start.failure)[0]);
      return;
    }
    for (const { atNs, component, event } of this.options.stimuli ?? []) {
      const index = this.engine.indexOf(component);
      this.checkNs(atNs, () => `The stimulus ${event.type} of component '${component}' comes at ${atNs}`);
      this.timers.push({
        dueNs: atNs,
        order: this.nextOrder(),
        component: index,
        id: undefined,
        key: '',
        stimulus: event,
        isCancellable: false,
        isCancelled: false,
      });
    }
    this.followActors();
    this.components.forEach((_, index) => this.hold(index, this.stepper.work[index]!));
    this.checkLeases();
    for (const { index, slot } of this.channels) {
      if (slot >= 0 && this.stepper.work[slot] !== 0) this.ready.add(index);
    }
    if (this.isJudged) this.note(this.judge.inspectStart(this.stepper.work)[0]);
  }

  /** Receives one message of a channel, if the receiver takes any. */
  private deliver(index: number): void {
    const channel = this.channels[index]!;
    const { receiver, spec, slot } = channel;
    const content = this.stepper.work[slot]!;
    if (content === 0) return;
    const offers = channel.offers(content);
    const local = this.stepper.work[receiver.slot]!;
    const count = offers.length / 2;
    const first = this.nextRandom === undefined || count === 1 ? 0 : (this.nextRandom() >>> 0) % count;
    const keeps = spec.kind === 'set';
    let isBlocked = false;
    for (let k = 0; k < count; k++) {
      const at = 2 * ((first + k) % count);
      const event = offers[at]!;
      const answer = receiver.ask(local, event);
      if (!answer.handled) {
        if (spec.deferring) continue;
        this.stepper.successors.clear();
        this.stepper.message(DELIVER, index, event, offers[at + 1]!);
        this.tell(DELIVER, index, event);
        this.note(this.judge.inspectFailure(this.stepper.successors.failures.get(0)!)[0]);
        return;
      }
      // A fact that changes nothing is not received again and again.
      const isIdle = answer.next === local && answer.effects.length === 0 && answer.emitted.length === 0;
      if (keeps && isIdle && answer.timing.length === 0) continue;
      const ended = this.stepper.advance(
        DELIVER,
        index,
        event,
        answer,
        keeps ? -1 : slot,
        keeps ? 0 : offers[at + 1]!,
      );
      if (ended === BLOCKED) {
        isBlocked = true;
        continue;
      }
      if (this.stepper.work[slot] !== 0) this.ready.add(index);
      this.followUp(ended, DELIVER, index, event);
      return;
    }
    if (isBlocked) this.blockedChannels.push(index);
    else this.deferred[receiver.slot]!.push(index);
  }

  private fire(timer: QueuedTimer): void {
    const component = this.components[timer.component]!;
    const local = this.stepper.work[timer.component]!;
    const isOwn = timer.stimulus === undefined;
    const item = isOwn
      ? stepOf(component.local(local), timer.key)
      : this.placeOfStimulus(component, local, timer.stimulus);
    const answer = component.ownSteps(local)[item]!.answer;
    const ended = this.stepper.advance(OWN, timer.component, item, answer, -1, 0);
    if (ended === BLOCKED) {
      this.blockedTimers.push(timer);
      return;
    }
    if (isOwn) {
      const mine = this.pending[timer.component]!;
      remove(mine, mine.indexOf(timer));
      forget(mine, timer.id);
    }
    this.followUp(ended, OWN, timer.component, item);
  }

  private placeOfStimulus(component: ComponentTable, local: number, event: AnyEventObject): number {
    const id = component.eventId(event);
    const place = component
      .ownSteps(local)
      .findIndex(({ step }) => step.kind === 'stimulus' && component.eventId(step.event) === id);
    if (place >= 0) return place;
    throw new CheckError(
      `The component '${component.id}' does not take the stimulus ${inspectEvent(event)} at ${this.nowNs} ns, in ${inspectValue(component.local(local).snapshot)}. List it in its \`stimuli\`, or send it when it is taken.`,
    );
  }

  private nextOrder(): number {
    return this.nextRandom === undefined ? this.order++ : this.nextRandom();
  }

  private checkNs(ns: number, what: () => string): void {
    if (Number.isSafeInteger(ns) && ns >= 0) return;
    throw new CheckError(`${what()}. In virtual time that is a whole number of nanoseconds, of at least 0.`);
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
  private followUp(ended: number, kind: number, subject: number, item: number): void {
    this.steps++;
    this.tell(kind, subject, item);
    if (ended === FAILED) {
      this.note(this.judge.inspectFailure(this.stepper.failed)[0]);
      return;
    }
    if (++this.stepsAtOnce > STEPS_AT_ONCE_MAX) {
      throw new CheckError(
        `The network '${this.engine.network.name}' takes more than ${STEPS_AT_ONCE_MAX} steps at ${this.nowNs} ns of virtual time: it goes round without time passing. ` +
          'Give one of the timers in the round a delay above 0.',
      );
    }
    const { stepper } = this;
    const { work } = stepper;
    this.followActors();
    const count = this.components.length;
    for (let change = 0; change < stepper.changes; change++) {
      const slot = stepper.changedSlot(change);
      if (slot < count) {
        this.release(this.deferred[slot]!);
        this.hold(slot, work[slot]!);
      } else {
        const channel = this.engine.tables.channelAt(slot);
        if (channel >= 0 && work[slot] !== 0) this.ready.add(channel);
      }
    }
    this.release(this.blockedChannels);
    this.checkLeases();
    if (this.isJudged) this.inspect();
  }

  /** Follows up what each component did in the last step. */
  private followActors(): void {
    const { actors, answers, acts } = this.stepper;
    const { onEmitted } = this.options;
    for (let k = 0; k < acts; k++) {
      const component = actors[k]!;
      const answer = answers[k]!;
      this.settle(component.slot, component.local(answer.next), answer.timing);
      if (onEmitted === undefined) continue;
      for (const event of answer.emitted) onEmitted(event, component.id, this.nowNs);
    }
  }

  /** Channels that may have become ready. */
  private release(channels: number[]): void {
    if (channels.length === 0) return;
    for (const channel of channels) this.ready.add(channel);
    channels.length = 0;
  }

  private inspect(): void {
    const changed: number[] = [];
    for (let change = 0; change < this.stepper.changes; change++) {
      changed.push(this.stepper.changedSlot(change));
    }
    this.note(this.judge.inspectChanged(this.stepper.work, changed)[0]);
  }

  /** Brings the queue up to date with what a component did to its timers on its way to a new state. */
  private settle(index: number, local: LocalState, timing: readonly TimerAction[]): void {
    const mine = this.pending[index]!;
    for (const action of timing) {
      if (action.kind === 'cancel') {
        const at = mine.findIndex(({ id, isCancellable }) => isCancellable && id === action.id);
        if (at >= 0) cancelAt(mine, at);
        continue;
      }
      const { id, key, delay } = action;
      forget(mine, id);
      // One that is cancelled again within the step never runs.
      if (stepOf(local, key) < 0) continue;
      const timer: QueuedTimer = {
        dueNs: this.nowNs + this.delayOf(index, local, key, delay),
        order: this.nextOrder(),
        component: index,
        id,
        key,
        isCancellable: true,
        isCancelled: false,
      };
      mine.push(timer);
      this.timers.push(timer);
    }
    if (mine.length === 0 || local.snapshot.status !== 'done') return;
    for (let at = mine.length - 1; at >= 0; at--) {
      if (mine[at]!.isCancellable || stepOf(local, mine[at]!.key) < 0) cancelAt(mine, at);
    }
  }

  private delayOf(index: number, local: LocalState, key: string, chartNs: number): number {
    const component = this.components[index]!;
    const { started } = this;
    const { delayOf } = this.options;
    const name = () => component.interpreter.timerName(local.timers.find((timer) => timer.key === key)!);
    let ns = chartNs;
    if (delayOf !== undefined) {
      started.component = component.id;
      started.componentIndex = index;
      started.timer = name();
      started.count = this.startedTimers[index]!++;
      started.delayNs = chartNs;
      started.context = local.snapshot.context;
      started.nowNs = this.nowNs;
      ns = delayOf(started);
    }
    this.checkNs(ns, () => `The timer ${name()} of component '${component.id}' has a delay of ${ns}`);
    return ns;
  }

  private ownerOf(component: string): number {
    const { resources } = this.options;
    const owner = resources?.ownerOf(component);
    if (resources === undefined || owner === undefined) return -1;
    const index = resources.owners.indexOf(owner);
    if (index >= 0) return index;
    throw new CheckError(
      `The component '${component}' uses the resources of '${owner}', who has none. Add it to the \`owners\`.`,
    );
  }

  private hold(index: number, local: number): void {
    const owner = this.owners[index]!;
    if (owner < 0) return;
    const component = this.components[index]!;
    const known = this.knownLeases[index]!;
    const leases = (known[local] ??= this.leasesIn(component, local));
    this.leases.hold(index, component.id, owner, leases, this.nowNs);
  }

  private leasesIn({ interpreter, behaviour }: ComponentTable, local: number): LeaseList {
    const machine = interpreter.machine.id;
    const state = stateOf(machine, behaviour.locals[local]!);
    return this.leases.resolve(this.options.resources!.leasesOf(state), machine);
  }

  private checkLeases(): void {
    const exceeded = this.leases.exceeded();
    if (exceeded === undefined) return;
    const { owner, kind, held, units } = exceeded;
    this.note({
      property: 'leases-within-resources',
      message: `${held} ${kind} of ${owner} are held at ${this.nowNs} ns, and there are ${units}`,
    });
  }

  private note(finding: Finding | undefined): void {
    this.finding ??= finding;
  }

  private tell(kind: number, subject: number, item: number): void {
    this.options.onStep?.(this.labels.of(kind, subject, item), this.nowNs);
  }

  /** What came of the run, which is not taken up again. */
  finish(): SimulateResult {
    const { finding, judge, nowNs, steps, end } = this;
    const properties = judge.verdicts(end === 'steps' ? 'interrupted' : 'sample');
    const utilisation = this.leases.utilisation(nowNs);
    this.leases.finish(
      nowNs,
      (index) => this.components[index]!.id,
      (index) => this.owners[index]!,
    );
    const verdicts = properties.map(({ verdict }) => verdict);
    return {
      verdict: finding === undefined ? overall(verdicts) : 'violated',
      properties,
      ...(finding === undefined
        ? {}
        : {
            violation: {
              ...finding,
              initial: this.options.initial ?? 0,
              steps: [],
              minimality: 'as found' as const,
            },
          }),
      end: finding === undefined ? end : 'violation',
      endNs: nowNs,
      steps,
      utilisation,
      xstateCalls: this.engine.xstateCalls,
    };
  }
}

/** Number of the step, among those that a component can take by itself, that fires a timer with a key; -1 where none does. */
function stepOf({ timers }: LocalState, key: string): number {
  let step = -1;
  for (let at = 0; at < timers.length; at++) {
    // Alike timers are one step, and stand side by side.
    if (timers[at]!.key !== timers[at - 1]?.key) step++;
    if (timers[at]!.key === key) return step;
  }
  return -1;
}

/** The timer that an id stands for, if there is one, can no longer be cancelled. */
function forget(timers: readonly QueuedTimer[], id: string | undefined): void {
  if (id === undefined) return;
  for (const timer of timers) if (timer.id === id) timer.isCancellable = false;
}

function cancelAt(timers: QueuedTimer[], at: number): void {
  timers[at]!.isCancelled = true;
  remove(timers, at);
}

/** Takes out one of several whose order does not matter. */
function remove<T>(all: T[], at: number): void {
  const last = all.pop()!;
  if (at < all.length) all[at] = last;
}

function randomOf(seed: number | undefined): (() => number) | undefined {
  if (seed === undefined) return undefined;
  const generator = xoroshiro128plus(seed);
  for (let left = WARM_UP; left > 0; left--) generator.next();
  return () => generator.next();
}

function stateOf(machine: string, { snapshot }: LocalState): ComponentState {
  return {
    machine,
    matches: (value: StateValue) => matchesState(value, snapshot.value),
    context: snapshot.context,
  };
}

function byBehaviour(components: readonly ComponentTable[]): LeaseList[][] {
  const lists = new Map<Behaviour, LeaseList[]>();
  return components.map(({ behaviour }) => {
    const list = lists.get(behaviour) ?? [];
    lists.set(behaviour, list);
    return list;
  });
}
