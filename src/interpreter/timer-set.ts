import { inspectEvent } from '../network/canonical.js';
import { quoted, quotedWhereNeeded } from '../network/quoted.js';
import type { AnyEventObject } from 'xstate';
import type { PendingTimer } from './local-state.js';

/**
 * The timers of one machine in the making: a multiset with the rules of XState's scheduler, which knows one timer for each id. It forgets the
 * id when any timer of that id fires or is cancelled; older ones then fire all the same.
 */
export class TimerSet {
  /** In the order of their keys, of equal ones the cancellable first. */
  private readonly timers: PendingTimer[];

  constructor(timers: readonly PendingTimer[]) {
    this.timers = [...timers];
  }

  /** A further timer, which from now on is the one that its id can be cancelled by. */
  start(timer: PendingTimer): void {
    this.releaseId(timer.id);
    this.insert(timer);
  }

  /** Removes the timer that was started last under an id, if none of that id has fired or been cancelled since. */
  cancel(id: string): void {
    const at = this.timers.findIndex((timer) => timer.id === id && timer.isCancellable);
    if (at >= 0) this.timers.splice(at, 1);
  }

  /** The timers that are left when one fires. */
  fired(timer: PendingTimer): readonly PendingTimer[] {
    const at = this.timers.findIndex(({ key }) => key === timer.key);
    this.timers.splice(at, 1);
    this.releaseId(timer.id);
    return this.sorted();
  }

  /**
   * The machine is done: every timer that can be cancelled is, and what would come to the machine itself comes to nobody.
   *
   * @param isSelf whether a name is the machine's own
   */
  end(isSelf: (name: string) => boolean): void {
    const left = this.timers.filter(
      ({ isCancellable, target, isForActor }) =>
        !isCancellable && !isForActor && target !== undefined && !isSelf(target),
    );
    this.timers.splice(0, Number.POSITIVE_INFINITY, ...left);
  }

  sorted(): readonly PendingTimer[] {
    return this.timers;
  }

  /** What has no id is forgotten by nothing. */
  private releaseId(id: string | undefined): void {
    if (id === undefined) return;
    const at = this.timers.findIndex((timer) => timer.id === id && timer.isCancellable);
    if (at < 0) return;
    const [timer] = this.timers.splice(at, 1);
    this.insert({ ...timer!, isCancellable: false });
  }

  /** The order is kept all the time: a machine may have thousands of timers, and start one more in each of many questions. */
  private insert(timer: PendingTimer): void {
    let [from, to] = [0, this.timers.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (isBefore(this.timers[middle]!, timer)) from = middle + 1;
      else to = middle;
    }
    this.timers.splice(from, 0, timer);
  }
}

function isBefore(one: PendingTimer, other: PendingTimer): boolean {
  if (one.key !== other.key) return one.key < other.key;
  return one.isCancellable && !other.isCancellable;
}

/**
 * A timer as a reader knows it: `DELAY in STATE` for one of `after`; else its event, before that its id and behind that its addressee, where it
 * has one.
 *
 * @param afterNames names of the timers of `after`, by the type of their event
 */
export function timerName(
  { id, event, target, isForActor }: PendingTimer,
  afterNames: ReadonlyMap<string, string>,
): string {
  const after = id === event.type && target === undefined ? afterNames.get(id) : undefined;
  if (after !== undefined) return after;
  const opening = id === undefined ? '' : `${quotedWhereNeeded(id)}: `;
  const ending =
    target === undefined ? '' : ` to ${quotedWhereNeeded(isForActor ? `actor ${target}` : target)}`;
  return `${opening}${eventText(event, afterNames)}${ending}`;
}

/** An event, its type in quotes also where it could be taken for a timer of `after`, or for a type with an addressee. */
function eventText(event: AnyEventObject, afterNames: ReadonlyMap<string, string>): string {
  const text = inspectEvent(event);
  const type = quotedWhereNeeded(event.type);
  const isClear =
    type !== event.type || !(/ (?:in|to) /.test(type) || [...afterNames.values()].includes(type));
  return isClear ? text : quoted(type) + text.slice(type.length);
}
