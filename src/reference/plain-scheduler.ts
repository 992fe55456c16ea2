import type { AnyEventObject } from 'xstate';
import { type PendingTimer, timerKey } from '../interpreter/local-state.js';
import type { Rules } from './rules.js';

type Timer = Omit<PendingTimer, 'isCancellable'>;

/** XState's scheduler for one actor, written down again: all timers that run, and a table of the one that each id stands for. */
export class LiveScheduler {
  private readonly running: Timer[];
  private readonly byId = new Map<unknown, Timer>();
  private readonly first: readonly Timer[];

  constructor(
    timers: readonly PendingTimer[],
    private readonly rules: Rules,
  ) {
    this.running = timers.map(({ isCancellable: _, ...timer }) => timer);
    this.first = [...this.running];
    timers.forEach(({ id, isCancellable }, at) => {
      // What has no id gets one of its own, that nobody else knows.
      if (isCancellable) this.byId.set(id ?? Symbol('id'), this.running[at]!);
    });
  }

  schedule(given: unknown, event: AnyEventObject, target: string | undefined, isForActor = false): void {
    const id = given === undefined ? undefined : `${given as string | number}`;
    const scheduled = { id, event, target, isForActor };
    const timer = { ...scheduled, key: timerKey(scheduled) };
    this.running.push(timer);
    if (id !== undefined && this.running.filter((other) => other.id === id).length > 1) {
      this.rules.onCase?.('a timer id pending twice');
    }
    this.byId.set(id ?? Symbol('id'), timer);
  }

  cancel(given: unknown): void {
    const id = `${given}`;
    const last = this.byId.get(id);
    const first = this.running.find((timer) => timer.id === id);
    if (last === undefined && first !== undefined) this.rules.onCase?.('a cancel that reached nobody');
    this.byId.delete(id);
    const cancelled = this.rules.cancel === 'last' ? last : first;
    if (cancelled !== undefined) this.remove(cancelled);
  }

  /** A timer like this one fires. */
  fire({ key, id }: PendingTimer): void {
    this.remove(this.running.find((timer) => timer.key === key)!);
    if (id !== undefined) this.byId.delete(id);
  }

  /** The actor stops: every id is cancelled, and what is left and comes to itself comes to nobody. */
  end(isSelf: (name: string) => boolean): void {
    for (const timer of this.byId.values()) this.remove(timer);
    this.byId.clear();
    for (const timer of [...this.running]) {
      if (timer.isForActor || timer.target === undefined || isSelf(timer.target)) this.remove(timer);
    }
  }

  /** Keys of which timers were pending, and none of these is left: another one may have been started in its place. */
  interrupted(): string[] {
    const left = new Set(this.first.filter((timer) => this.running.includes(timer)).map(({ key }) => key));
    return [...new Set(this.first.map(({ key }) => key))].filter((key) => !left.has(key));
  }

  timers(): PendingTimer[] {
    const known = new Set(this.byId.values());
    const text = ({ key, isCancellable }: PendingTimer) => `${key} ${isCancellable ? 0 : 1}`;
    return this.running
      .map((timer) => ({ ...timer, isCancellable: known.has(timer) }))
      .sort((one, other) => (text(one) < text(other) ? -1 : 1));
  }

  private remove(timer: Timer): void {
    this.running.splice(this.running.indexOf(timer), 1);
    for (const [id, known] of this.byId) if (known === timer) this.byId.delete(id);
  }
}
