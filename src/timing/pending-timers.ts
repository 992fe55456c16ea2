import type { AnyEventObject } from 'xstate';
import type { SimulateOptions, StartedTimer, TimedStimulus } from './options.js';
import { type SharedDelay, SharedDelays, type SpeedsOf } from './shared-delays.js';
import { NO_ID, type TimedReaction, type TimerStart } from './timed-reaction.js';
import { TimerLists } from './timer-lists.js';
import { TimerQueue } from './timer-queue.js';
import { isNs, notNs } from './virtual-time.js';
import type { WaitingTimers } from './waiting-timers.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** There is no such timer. */
const NONE = -1;
/** What is known of a timer: what it is of, what it can be cancelled by (`NO_ID`: by nothing), and its neighbours among those of its component. */
const COMPONENT = 0;
const KEY = 1;
const ID = 2;
const NEXT = 3;
const BEFORE = 4;
const IS_CANCELLABLE = 5;
const IS_CANCELLED = 6;
const SIZE = 8;

/** The timers that run: those of components, and the stimuli that are to come. Each is a number, which serves again when it is over. */
export class PendingTimers {
  private readonly queue: WaitingTimers;
  private timers = new Int32Array(64 * SIZE);
  private count = 0;
  private readonly free: number[] = [];
  /** By component: the first of its own timers. */
  private readonly first: Int32Array;
  /** By timer that is not a component's own: what the environment sends. */
  private readonly stimuli = new Map<number, AnyEventObject>();
  /** By component: timers started so far. */
  private readonly started: Int32Array;
  /** What `delayOf` is told: one object for all timers, as there are millions. */
  private readonly told: Writable<StartedTimer> = {
    component: '',
    componentIndex: 0,
    timer: '',
    number: 0,
    count: 0,
    delayNs: 0,
    context: undefined,
    nowNs: 0,
  };

  /** Those of the timers that slow each other. */
  private readonly shared: SharedDelays;

  constructor(
    private readonly ids: readonly string[],
    private readonly delayOf: SimulateOptions['delayOf'],
    speedsOf: SpeedsOf = (works) => works.map(() => 1),
    private readonly nextRandom: (() => number) | undefined,
  ) {
    this.shared = new SharedDelays(speedsOf, (timer, dueNs) => this.move(timer, dueNs));
    this.queue = nextRandom === undefined ? new TimerLists() : new TimerQueue();
    this.first = new Int32Array(ids.length).fill(NONE);
    this.started = new Int32Array(ids.length);
  }

  /** @throws CheckError for what is no time */
  addStimulus(component: number, { atNs, component: id, event }: TimedStimulus): void {
    if (!isNs(atNs)) throw notNs(`The stimulus ${event.type} of component '${id}' comes at ${atNs}`);
    const timer = this.add(component, NO_KEY, NO_ID);
    this.stimuli.set(timer, event);
    this.queue.push(timer, atNs, this.nextOrder());
  }

  /** The next timer that is not cancelled, which stays; -1 where there is none. */
  peek(): number {
    let timer = this.queue.peek();
    while (timer >= 0 && this.isCancelled(timer)) {
      this.queue.pop();
      this.release(timer);
      timer = this.queue.peek();
    }
    return timer;
  }

  /** When the timer that `peek` shows is due. */
  get nextNs(): number {
    return this.queue.nextNs;
  }

  /** Takes out the timer that `peek` showed: its time has come. It stays its component's until it has `fired`. */
  pop(): void {
    const { queue, shared } = this;
    if (shared.isEmpty) {
      queue.pop();
      return;
    }
    const timer = queue.peek();
    const nowNs = queue.nextNs;
    queue.pop();
    shared.end(timer, nowNs);
  }

  componentOf(timer: number): number {
    return this.timers[SIZE * timer + COMPONENT]!;
  }

  keyOf(timer: number): number {
    return this.timers[SIZE * timer + KEY]!;
  }

  /** What the environment sends; `undefined` of a component's own timer. */
  stimulusOf(timer: number): AnyEventObject | undefined {
    return this.keyOf(timer) === NO_KEY ? this.stimuli.get(timer) : undefined;
  }

  isCancelled(timer: number): boolean {
    return this.timers[SIZE * timer + IS_CANCELLED] === 1;
  }

  /** A timer that was taken out has fired. */
  fired(timer: number): void {
    if (this.keyOf(timer) === NO_KEY) this.stimuli.delete(timer);
    else {
      this.remove(timer);
      this.loseId(this.componentOf(timer), this.timers[SIZE * timer + ID]!);
    }
    this.release(timer);
  }

  /** A timer that was taken out is never looked at again. */
  release(timer: number): void {
    this.free.push(timer);
  }

  /** Brings the timers up to date with what a component did to them on its way to a new state. */
  settle(component: number, reaction: TimedReaction, nowNs: number): void {
    const { timing } = reaction;
    for (let at = 0; at < timing.length; at++) {
      const action = timing[at]!;
      if (action.kind === 'cancel') {
        if (this.first[component] === NONE) continue;
        const timer = this.cancellable(component, action.id);
        if (timer !== NONE) this.cancel(timer, nowNs);
      } else {
        this.loseId(component, action.id);
        if (action.runs) this.start(component, action, reaction, nowNs);
      }
    }
    if (reaction.isDone && this.first[component] !== NONE) this.endOf(component, reaction, nowNs);
  }

  private start(component: number, action: TimerStart, reaction: TimedReaction, nowNs: number): void {
    const delay = this.delayOfTimer(component, action, reaction, nowNs);
    const timer = this.add(component, action.key, action.id);
    this.timers[SIZE * timer + IS_CANCELLABLE] = 1;
    this.link(timer);
    const ns = isShared(delay) ? delay.ns : delay;
    this.queue.push(timer, nowNs + ns, this.nextOrder());
    if (isShared(delay)) this.shared.begin(timer, delay, nowNs);
  }

  /** Puts a timer before all others of its component. */
  private link(timer: number): void {
    const { timers, first } = this;
    const component = this.componentOf(timer);
    const next = first[component]!;
    timers[SIZE * timer + NEXT] = next;
    timers[SIZE * timer + BEFORE] = NONE;
    if (next !== NONE) timers[SIZE * next + BEFORE] = timer;
    first[component] = timer;
  }

  private nameOf(component: number, { name }: TimerStart): string {
    return `The timer ${name} of component '${this.ids[component]}'`;
  }

  /** A component is done: what comes to itself comes to nobody. */
  private endOf(component: number, { pending }: TimedReaction, nowNs: number): void {
    const { timers } = this;
    let timer = this.first[component]!;
    while (timer !== NONE) {
      const isLost = timers[SIZE * timer + IS_CANCELLABLE] === 1 || !pending.includes(this.keyOf(timer));
      if (isLost) this.cancel(timer, nowNs);
      // What no longer slows others may have moved them.
      timer = isLost ? this.first[component]! : timers[SIZE * timer + NEXT]!;
    }
  }

  private add(component: number, key: number, id: number): number {
    const timer = this.free.pop() ?? this.count++;
    if (SIZE * this.count > this.timers.length) {
      const longer = new Int32Array(2 * this.timers.length);
      longer.set(this.timers);
      this.timers = longer;
    }
    const { timers } = this;
    const at = SIZE * timer;
    timers[at + COMPONENT] = component;
    timers[at + KEY] = key;
    timers[at + ID] = id;
    timers[at + IS_CANCELLABLE] = 0;
    timers[at + IS_CANCELLED] = 0;
    return timer;
  }

  /** The timer of a component that an id stands for. */
  private cancellable(component: number, id: number): number {
    if (id === NO_ID) return NONE;
    const { timers } = this;
    for (let timer = this.first[component]!; timer !== NONE; timer = timers[SIZE * timer + NEXT]!) {
      if (timers[SIZE * timer + ID] === id && timers[SIZE * timer + IS_CANCELLABLE] === 1) return timer;
    }
    return NONE;
  }

  /** The timer that an id stands for, if there is one, can no longer be cancelled. */
  private loseId(component: number, id: number): void {
    const timer = this.cancellable(component, id);
    if (timer !== NONE) this.timers[SIZE * timer + IS_CANCELLABLE] = 0;
  }

  private cancel(timer: number, nowNs: number): void {
    this.timers[SIZE * timer + IS_CANCELLED] = 1;
    this.remove(timer);
    if (!this.shared.isEmpty) this.shared.cancel(timer, nowNs);
  }

  /** Another number takes the place of a timer, as what waits is not moved: due at another time. */
  private move(timer: number, dueNs: number): number {
    const moved = this.add(this.componentOf(timer), this.keyOf(timer), this.timers[SIZE * timer + ID]!);
    const { timers } = this;
    timers[SIZE * moved + IS_CANCELLABLE] = timers[SIZE * timer + IS_CANCELLABLE]!;
    timers[SIZE * timer + IS_CANCELLED] = 1;
    this.remove(timer);
    this.link(moved);
    this.queue.push(moved, dueNs, this.nextOrder());
    return moved;
  }

  /** Takes a timer out of those of its component; it still knows the next one. */
  private remove(timer: number): void {
    const { timers } = this;
    const next = timers[SIZE * timer + NEXT]!;
    const before = timers[SIZE * timer + BEFORE]!;
    if (before === NONE) this.first[this.componentOf(timer)] = next;
    else timers[SIZE * before + NEXT] = next;
    if (next !== NONE) timers[SIZE * next + BEFORE] = before;
  }

  private nextOrder(): number {
    return this.nextRandom === undefined ? 0 : this.nextRandom();
  }

  private delayOfTimer(
    index: number,
    action: TimerStart,
    reaction: TimedReaction,
    nowNs: number,
  ): number | SharedDelay {
    const { told, delayOf } = this;
    let delay: number | SharedDelay = action.delayNs;
    if (delayOf !== undefined) {
      told.component = this.ids[index]!;
      told.componentIndex = index;
      told.timer = action.name;
      told.number = action.number;
      told.count = this.started[index]!++;
      told.delayNs = action.delayNs;
      told.context = reaction.context;
      told.nowNs = nowNs;
      delay = delayOf(told);
    }
    const ns = isShared(delay) ? delay.ns : delay;
    if (!isNs(ns)) throw notNs(`${this.nameOf(index, action)} has a delay of ${ns}`);
    return delay;
  }
}

/** What `delayOf` gives is not checked yet. */
const isShared = (delay: number | SharedDelay): delay is SharedDelay =>
  typeof delay === 'object' && (delay as unknown) !== null;

/** A stimulus has none. */
const NO_KEY = -1;
