import { isDeepStrictEqual } from 'node:util';
import type { AnyActor, AnyActorRef, AnyEventObject } from 'xstate';
import type { Feature } from './live-features.js';

/** A delayed event that the scheduler of the system holds. */
export interface LiveTimer {
  /** `undefined` where the chart gives none. */
  readonly id: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly event: AnyEventObject;
  /** The scheduler still knows it by its id. */
  readonly isCancellable: boolean;
}

/** A timer as the clock has it. */
interface Scheduled extends Omit<LiveTimer, 'isCancellable'> {
  readonly ring: () => void;
  /** The scheduler's own entry: it is the one that the id leads to, or has been forgotten. */
  readonly entry: object;
  readonly entryKey: string;
}

/** A clock for an actor system: time stands still, and any pending timer may go off. */
export class LiveTimers {
  /** For `createActor`. */
  readonly clock = {
    setTimeout: (ring: () => void) => this.schedule(ring),
    clearTimeout: (timer: Scheduled) => this.scheduled.delete(timer),
  };
  private readonly scheduled = new Set<Scheduled>();
  private scheduling: Omit<Scheduled, 'ring' | 'entry'> | undefined;
  private system!: AnyActor['system'];

  /** @param note is told of what happens */
  constructor(private readonly note: (feature: Feature) => void) {}

  pending(): LiveTimer[] {
    return [...this.scheduled].map(this.teller());
  }

  /** Takes out the first pending timer that is like this one. Returns what it does. */
  take(timer: LiveTimer): () => void {
    const told = this.teller();
    const one = [...this.scheduled].find((other) => isDeepStrictEqual(told(other), timer))!;
    this.noteFiring(timer);
    this.scheduled.delete(one);
    return one.ring;
  }

  private schedule(ring: () => void): Scheduled {
    const { entryKey } = this.scheduling!;
    const entry = this.system.getSnapshot()._scheduledEvents[entryKey]!;
    const { id, from } = this.scheduling!;
    if (id !== undefined && [...this.scheduled].some((other) => other.from === from && other.id === id))
      this.note('timer id pending twice');
    const timer = { ...this.scheduling!, ring, entry };
    this.scheduled.add(timer);
    return timer;
  }

  /** The clock is told a delay only; the scheduler knows what is delayed. */
  watch(system: AnyActor['system']): void {
    this.system = system;
    const { scheduler } = system;
    const { schedule, cancel, cancelAll } = scheduler;
    let unnamed = 0;
    scheduler.schedule = (source, target, event, delay, id) => {
      const known = id ?? `without an id ${unnamed++}`;
      const entryKey = `${source.sessionId}.${known}`;
      this.scheduling = { id, from: source.id, to: target.id, event, entryKey };
      schedule(source, target, event, delay, known);
    };
    scheduler.cancel = (source, id) => {
      this.noteCancel(source, id);
      cancel(source, id);
    };
    scheduler.cancelAll = (source) => {
      const mine = [...this.scheduled].filter(({ from }) => from === source.id);
      if (mine.length > 0 && source.getSnapshot().status === 'done') this.note('done with timers pending');
      cancelAll(source);
    };
  }

  private teller(): (timer: Scheduled) => LiveTimer {
    const known = this.system.getSnapshot()._scheduledEvents;
    return ({ id, from, to, event, entry, entryKey }) => ({
      id,
      from,
      to,
      event,
      isCancellable: known[entryKey] === entry,
    });
  }

  private noteCancel(source: AnyActorRef, id: string): void {
    // Leaving a state cancels its `after`, which most often has just gone off.
    if (String(id as string | number).startsWith('xstate.after.')) return;
    this.note('cancel');
    if (this.system.getSnapshot()._scheduledEvents[`${source.sessionId}.${id}`] !== undefined) return;
    const isPending = [...this.scheduled].some((timer) => timer.from === source.id && timer.id === id);
    this.note('cancel that reached nobody');
    if (isPending) this.note('cancel that reached nobody though one is pending');
  }

  private noteFiring({ id, from, to, event, isCancellable }: LiveTimer): void {
    if (!isCancellable) this.note('overtaken timer fired');
    if (event.type.startsWith('xstate.after.')) return;
    if (from !== to) this.note('delayed send fired');
    else if (id !== undefined) this.note('delayed raise fired');
  }
}
