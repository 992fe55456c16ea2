import type { MonitorTable } from '../../engine/tables/monitor-table.js';
import { Bits } from './bits.js';
import type { CellScope } from './cell-scope.js';

/** Local states of a monitor that are looked at. */
const LOCALS_MAX = 4_000;

/** Where a monitor may be, and of what more is to become known for that to be more: of what is observed there, after so many answers. */
export interface MonitorScope extends CellScope {
  readonly observations: Bits;
  readonly answers: number;
}

/**
 * Local states of a monitor that are closed under what a step shows and what may be shown before it, and in each of which both commute. Where that was found from one local state
 * on, it holds from each that was come to: so they are kept, and grow.
 */
export class CommutingLocals {
  private readonly locals = new Set<number>();
  private readonly others: ReadonlySet<number>;
  private knownScope: MonitorScope | undefined;
  /** So many answers of the monitor have been taken into account. */
  private answers = 0;

  /**
   * @param own what the step shows
   * @param others what may be shown before it
   * @param next asks
   * @param commute whether all that is shown commutes with the step in a local state
   */
  constructor(
    private readonly table: Pick<MonitorTable, 'cell' | 'answeredAt' | 'answeredTo' | 'nextIfKnown'>,
    private readonly own: readonly number[],
    others: readonly number[],
    private readonly next: (local: number, observation: number) => number,
    private readonly commute: (local: number) => boolean,
  ) {
    this.others = new Set(others);
  }

  /** Where it holds: in all that it was found in. */
  get scope(): MonitorScope {
    const { table, answers } = this;
    if (this.knownScope?.answers === answers) return this.knownScope;
    const values = this.knownScope?.values ?? Bits.of([...this.locals]);
    const observations = this.knownScope?.observations ?? Bits.of([...this.others]);
    return (this.knownScope = { cell: table.cell, values, observations, answers });
  }

  /** Whether it holds from these local states on. @throws Unaskable @throws CheckError of a monitor that throws */
  holdsFrom(from: readonly number[]): boolean {
    for (;;) {
      // What has become known leads further, or makes a difference to what was looked at.
      if (this.isOutdated()) this.keep(0);
      const { size } = this.locals;
      let isFound = false;
      try {
        isFound = this.grow(from);
      } finally {
        if (!isFound) this.keep(size);
      }
      if (!isFound || !this.isOutdated()) return isFound;
      this.keep(0);
    }
  }

  private grow(from: readonly number[]): boolean {
    const { locals, table, own, others } = this;
    const agenda: number[] = [];
    const come = (to: number) => {
      if (locals.has(to)) return;
      locals.add(to);
      this.knownScope = undefined;
      agenda.push(to);
    };
    for (const local of from) come(local);
    for (const local of agenda) {
      if (agenda.length > LOCALS_MAX) return false;
      for (const observation of own) come(this.next(local, observation));
      for (const observation of others) {
        const to = table.nextIfKnown(local, observation);
        if (to >= 0) come(to);
      }
      if (!this.commute(local)) return false;
    }
    return true;
  }

  private isOutdated(): boolean {
    const { answeredAt, answeredTo } = this.table;
    let isOutdated = false;
    for (; this.answers < answeredAt.length; this.answers++)
      isOutdated ||= this.locals.has(answeredAt[this.answers]!) && this.others.has(answeredTo[this.answers]!);
    return isOutdated;
  }

  /** Takes all but the first ones out. */
  private keep(size: number): void {
    if (this.locals.size === size) return;
    this.knownScope = undefined;
    for (const local of [...this.locals].slice(size)) this.locals.delete(local);
  }
}
