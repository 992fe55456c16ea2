import type { ComponentTable } from '../engine/tables/component-table.js';
import type { LocalState } from '../interpreter/local-state.js';
import type { TimerAction } from '../interpreter/reaction.js';
import type { SimulateOptions, StartedTimer, TimedStimulus } from './options.js';
import { type QueuedTimer, TimerQueue } from './timer-queue.js';
import { checkNs } from './virtual-time.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The timers that run: those of components, and the stimuli that are to come. */
export class PendingTimers {
  private readonly queue = new TimerQueue();
  /** By component: its own timers. */
  private readonly pending: QueuedTimer[][];
  /** By component: timers started so far. */
  private readonly started: Int32Array;
  /** What `delayOf` is told: one object for all timers, as there are millions. */
  private readonly told: Writable<StartedTimer> = {
    component: '',
    componentIndex: 0,
    timer: '',
    count: 0,
    delayNs: 0,
    context: undefined,
    nowNs: 0,
  };
  private order = 0;

  constructor(
    private readonly components: readonly ComponentTable[],
    private readonly delayOf: SimulateOptions['delayOf'],
    private readonly nextRandom: (() => number) | undefined,
  ) {
    this.pending = components.map(() => []);
    this.started = new Int32Array(components.length);
  }

  /** @throws CheckError for what is no time */
  addStimulus(index: number, { atNs, component, event }: TimedStimulus): void {
    checkNs(atNs, () => `The stimulus ${event.type} of component '${component}' comes at ${atNs}`);
    this.queue.push({
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

  /** The next timer; it stays. */
  peek(): QueuedTimer | undefined {
    return this.queue.peek();
  }

  /** Takes out the timer that `peek` showed: its time has come. Until `fired` it is its component's still. */
  pop(): void {
    this.queue.pop();
  }

  /** A timer of a component's own has fired. */
  fired(timer: QueuedTimer): void {
    const mine = this.pending[timer.component]!;
    remove(mine, mine.indexOf(timer));
    loseId(mine, timer.id);
  }

  /** Brings the queue up to date with what a component did to its timers on its way to a new state. */
  settle(index: number, local: LocalState, timing: readonly TimerAction[], nowNs: number): void {
    const mine = this.pending[index]!;
    for (const action of timing) {
      if (action.kind === 'cancel') {
        const at = mine.findIndex(({ id, isCancellable }) => isCancellable && id === action.id);
        if (at >= 0) cancelAt(mine, at);
        continue;
      }
      const { id, key, delay } = action;
      loseId(mine, id);
      // One that is cancelled again within the step never runs.
      if (stepOfTimer(local, key) < 0) continue;
      const timer: QueuedTimer = {
        dueNs: nowNs + this.delayNs(index, local, key, delay, nowNs),
        order: this.nextOrder(),
        component: index,
        id,
        key,
        isCancellable: true,
        isCancelled: false,
      };
      mine.push(timer);
      this.queue.push(timer);
    }
    if (mine.length === 0 || local.snapshot.status !== 'done') return;
    for (let at = mine.length - 1; at >= 0; at--) {
      if (mine[at]!.isCancellable || stepOfTimer(local, mine[at]!.key) < 0) cancelAt(mine, at);
    }
  }

  private nextOrder(): number {
    return this.nextRandom === undefined ? this.order++ : this.nextRandom();
  }

  private delayNs(index: number, local: LocalState, key: string, chartNs: number, nowNs: number): number {
    const component = this.components[index]!;
    const { told, delayOf } = this;
    const name = () => component.interpreter.timerName(local.timers.find((timer) => timer.key === key)!);
    let ns = chartNs;
    if (delayOf !== undefined) {
      told.component = component.id;
      told.componentIndex = index;
      told.timer = name();
      told.count = this.started[index]!++;
      told.delayNs = chartNs;
      told.context = local.snapshot.context;
      told.nowNs = nowNs;
      ns = delayOf(told);
    }
    checkNs(ns, () => `The timer ${name()} of component '${component.id}' has a delay of ${ns}`);
    return ns;
  }
}

/** Number of the step, among those that a component can take by itself, that fires a timer with a key; -1 where none does. */
export function stepOfTimer({ timers }: LocalState, key: string): number {
  let step = -1;
  for (let at = 0; at < timers.length; at++) {
    // Alike timers are one step, and stand side by side.
    if (timers[at]!.key !== timers[at - 1]?.key) step++;
    if (timers[at]!.key === key) return step;
  }
  return -1;
}

/** The timer that an id stands for, if there is one, can no longer be cancelled. */
function loseId(timers: readonly QueuedTimer[], id: string | undefined): void {
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
