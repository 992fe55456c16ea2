import type { MonitorTable } from '../../engine/tables/monitor-table.js';
import { Bits } from './bits.js';
import type { CellScope } from './cell-scope.js';

/** Local states of a monitor that are looked at. */
const LOCALS_MAX = 4_000;

/** What was shown for some local states of a monitor, and of what more is to become known for that to be more. */
export interface MonitorScope extends CellScope {
  /** All local states that were looked at, also those that the step leads to. */
  readonly looked: Bits;
  /** What is to be observed in one of them, after so many answers. */
  readonly observations: Bits;
  readonly answers: number;
}

/**
 * Local states of a monitor in which what a step shows commutes with what may be shown before it: those where the step begins, closed under what may be shown before it; and
 * those that it comes to when it has shown one thing, closed likewise; and so on, as often as it shows something. Where that was found from one local state on, it holds from
 * each where the step may begin then: so they are kept, and grow.
 */
export class CommutingLocals {
  /** How many things the step has shown before, at least. */
  private readonly shown = new Map<number, number>();
  private readonly others: ReadonlySet<number>;
  private knownScope: MonitorScope | undefined;
  /** So many answers of the monitor have been taken into account. */
  private answers = 0;
  /** What a search that failed is to take back: a local state, and what was kept of it. */
  private readonly before: (readonly [number, number | undefined])[] = [];

  /**
   * @param own what the step shows
   * @param times how many things it shows at most
   * @param others what may be shown before it
   * @param next asks
   * @param commute whether all that is shown commutes with the step in a local state
   */
  constructor(
    private readonly table: Pick<MonitorTable, 'cell' | 'answeredAt' | 'answeredTo' | 'nextIfKnown'>,
    private readonly own: readonly number[],
    private readonly times: number,
    others: readonly number[],
    private readonly next: (local: number, observation: number) => number,
    private readonly commute: (local: number) => boolean,
  ) {
    this.others = new Set(others);
  }

  /** Where it holds: wherever the step may begin. */
  get scope(): MonitorScope {
    const { table, answers, shown } = this;
    if (this.knownScope?.answers === answers) return this.knownScope;
    const values =
      this.knownScope?.values ?? Bits.of([...shown.keys()].filter((local) => shown.get(local) === 0));
    const looked = this.knownScope?.looked ?? Bits.of([...shown.keys()]);
    const observations = this.knownScope?.observations ?? Bits.of([...this.others]);
    return (this.knownScope = { cell: table.cell, values, looked, observations, answers });
  }

  /** Whether it holds where the step begins in these local states. @throws Unaskable @throws CheckError of a monitor that throws */
  holdsFrom(from: readonly number[]): boolean {
    for (;;) {
      // What has become known leads further, or makes a difference to what was looked at.
      if (this.isOutdated()) this.forget();
      let isFound = false;
      this.before.length = 0;
      try {
        isFound = this.grow(from);
      } finally {
        if (!isFound) this.takeBack();
      }
      if (!isFound || !this.isOutdated()) return isFound;
      this.forget();
    }
  }

  private grow(from: readonly number[]): boolean {
    const { shown, table, own, others, times } = this;
    let agenda: number[] = [];
    let isAgendaOf = 0;
    let looked = 0;
    let later: number[] = [];
    const come = (to: number, count: number) => {
      const known = shown.get(to);
      if (known !== undefined && known <= count) return;
      this.before.push([to, known]);
      shown.set(to, count);
      this.knownScope = undefined;
      (count === isAgendaOf ? agenda : later).push(to);
    };
    for (const local of from) come(local, 0);
    for (; isAgendaOf < times; isAgendaOf++, agenda = later, later = []) {
      for (const local of agenda) {
        // It has been come to with less meanwhile.
        if (shown.get(local) !== isAgendaOf) continue;
        if (++looked > LOCALS_MAX) return false;
        for (const observation of own) come(this.next(local, observation), isAgendaOf + 1);
        for (const observation of others) {
          const to = table.nextIfKnown(local, observation);
          if (to >= 0) come(to, isAgendaOf);
        }
        if (!this.commute(local)) return false;
      }
    }
    return true;
  }

  private isOutdated(): boolean {
    const { answeredAt, answeredTo } = this.table;
    let isOutdated = false;
    for (; this.answers < answeredAt.length; this.answers++)
      isOutdated ||= this.shown.has(answeredAt[this.answers]!) && this.others.has(answeredTo[this.answers]!);
    return isOutdated;
  }

  private takeBack(): void {
    for (const [local, count] of this.before.toReversed()) {
      if (count === undefined) this.shown.delete(local);
      else this.shown.set(local, count);
      this.knownScope = undefined;
    }
  }

  private forget(): void {
    if (this.shown.size === 0) return;
    this.shown.clear();
    this.knownScope = undefined;
  }
}
