import type { AnyEventObject } from 'xstate';
import { type PendingTimer, timerKey } from '../interpreter/local-state.js';
import type { Rules } from './rules.js';

type Timer = Pick<PendingTimer, 'id' | 'event' | 'target' | 'key'>;

/** XState's scheduler for one actor, written down again: all timers that run, and a table of the one that each id stands for. */
export class LiveScheduler {
  private readonly running: Timer[];
  private readonly byId = new Map<unknown, Timer>();
  /** Keys of timers that were started, or removed other than by firing. */
  readonly interrupted = new Set<string>();

  constructor(
    timers: readonly PendingTimer[],
    private readonly rules: Rules,
  ) {
    this.running = timers.map(({ id, event, target, key }) => ({ id, event, target, key }));
    timers.forEach(({ id, isCancellable }, at) => {
      // What has no id gets one of its own, that nobody else knows.
      if (isCancellable) this.byId.set(id ?? Symbol('id'), this.running[at]!);
    });
  }

  schedule(given: unknown, event: AnyEventObject, target: string | undefined): void {
    const id = given === undefined ? undefined : `${given as string | number}`;
    const timer = { id, event, target, key: timerKey(id, event, target) };
    this.running.push(timer);
    this.interrupted.add(timer.key);
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
    this.drop(this.running.find((timer) => timer.key === key)!);
    if (id !== undefined) this.byId.delete(id);
  }

  /** The actor stops: every id is cancelled, and what is left and comes to itself comes to nobody. */
  end(isSelf: (name: string) => boolean): void {
    for (const timer of this.byId.values()) this.remove(timer);
    this.byId.clear();
    for (const timer of [...this.running]) {
      if (timer.target === undefined || isSelf(timer.target)) this.remove(timer);
    }
  }

  timers(): PendingTimer[] {
    const known = new Set(this.byId.values());
    const text = ({ key, isCancellable }: PendingTimer) => `${key} ${isCancellable ? 0 : 1}`;
    return this.running
      .map((timer) => ({ ...timer, isCancellable: known.has(timer) }))
      .sort((one, other) => (text(one) < text(other) ? -1 : 1));
  }

  private remove(timer: Timer): void {
    this.interrupted.add(timer.key);
    this.drop(timer);
  }

  private drop(timer: Timer): void {
    this.running.splice(this.running.indexOf(timer), 1);
    for (const [id, known] of this.byId) if (known === timer) this.byId.delete(id);
  }
}
