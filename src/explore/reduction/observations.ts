import type { Engine } from '../../engine/engine.js';
import { PairTable } from '../../engine/store/pair-table.js';
import type { MonitorTable } from '../../engine/tables/monitor-table.js';
import { CheckError } from '../../network/errors.js';
import { CommutingLocals, type MonitorScope } from './commuting-locals.js';
import { componentIn, observationIn, type Shown } from './acts.js';
import { type LocalActions, Unaskable, UNHANDLED } from './local-actions.js';
import type { QuestionBudget } from './question-budget.js';

const COMMUTE = 0;
const CONFLICT = 2;
/** Both orders violate the monitor, and leave it in different states. */
const VIOLATE = 1;

/**
 * Whether what a step shows to monitors commutes with what may be shown to them before it. A violation, once come to, is for good, so none is lost by the order. As
 * long as no state violates a monitor, it does not matter how one would that is only taken to be possible.
 */
export class Observations {
  private readonly rows: PairTable[];
  private readonly rowCounts: number[];
  private readonly found: PairTable[];
  /** By monitor: observations of one component, by an act and something else that may come before it. */
  private readonly met: Set<number>[];
  /** What holds of what is to be taken alone holds in these local states of monitors. */
  readonly scope: MonitorScope[] = [];
  /** By monitor, and by what is shown. */
  private readonly locals: Map<string, CommutingLocals>[];
  private step = -1;

  constructor(
    private readonly engine: Engine,
    private readonly isViolated: (monitor: number) => boolean,
    private readonly questions: QuestionBudget,
  ) {
    this.rows = engine.monitors.map(() => new PairTable());
    this.found = engine.monitors.map(() => new PairTable());
    this.rowCounts = engine.monitors.map(() => 0);
    this.locals = engine.monitors.map(() => new Map());
    this.met = engine.monitors.map(() => new Set());
  }

  /** Something else is to be taken alone. */
  begin(): void {
    this.scope.length = 0;
  }

  /** One step of that is looked at. */
  beginStep(): void {
    for (const pairs of this.met) if (pairs.size > 0) pairs.clear();
    this.step = -1;
  }

  /** The step itself is an observation of some monitors: this one. */
  stepIs(observation: number): void {
    this.step = observation;
  }

  /** An act and something else that its component may do in the same local state, by the numbers of their answers there. */
  meet({ effects }: LocalActions, ofAct: number, ofOther: number): void {
    if (ofOther <= UNHANDLED) return;
    const own = effects[ofAct]!;
    const others = effects[ofOther]!;
    for (let at = 0; at < own.length; at += 2) {
      if (own[at]! >= 0) continue;
      for (let other = 0; other < others.length; other += 2)
        if (others[other] === own[at]) this.met[-1 - own[at]!]!.add(pairOf(own[at + 1]!, others[other + 1]!));
    }
  }

  /**
   * @param from local states of the monitor
   * @param own what the step shows the monitor
   * @param others what may be shown before it: observation and component, alternating
   * @param times of how many things that the step shows it is looked at
   */
  commute(
    monitor: number,
    from: readonly number[],
    own: Shown,
    others: readonly number[],
    times: number,
  ): boolean {
    const pairs = [...this.pairs(monitor, own.what, others)];
    if (pairs.length === 0) return true;
    const locals = this.localsOf(monitor, own.what, times, others, pairs);
    try {
      if (!locals.holdsFrom(from)) return false;
    } catch (thrown) {
      // A monitor that throws is told of if the search comes to it.
      if (thrown instanceof CheckError || thrown instanceof Unaskable) return false;
      throw thrown;
    }
    this.scope.push(locals.scope);
    return true;
  }

  private localsOf(
    monitor: number,
    own: ReadonlySet<number>,
    times: number,
    others: readonly number[],
    pairs: readonly number[],
  ): CommutingLocals {
    const ofStep = [...new Set([...own].map(observationIn))].sort(ascending);
    const before = [...new Set(others.filter((_, at) => at % 2 === 0))].sort(ascending);
    const isViolated = this.isViolated(monitor);
    const key = [isViolated ? 1 : 0, times, ofStep, before, pairs].join(' ');
    let locals = this.locals[monitor]!.get(key);
    if (locals === undefined) {
      const table = this.engine.monitors[monitor]!;
      const commuting = isViolated ? COMMUTE : VIOLATE;
      locals = new CommutingLocals(
        table,
        ofStep,
        times,
        before,
        (local, observation) => this.next(table, local, observation),
        (local) => {
          for (let at = 0; at < pairs.length; at += 2)
            if (this.of(monitor, table, local, pairs[at]!, pairs[at + 1]!) > commuting) return false;
          return true;
        },
      );
      this.locals[monitor]!.set(key, locals);
    }
    return locals;
  }

  /** What must commute: all of different components; of one component, what it may show in the same local state. */
  private *pairs(monitor: number, own: ReadonlySet<number>, others: readonly number[]): Generator<number> {
    const isHeard = this.step >= 0 && this.engine.monitors[monitor]!.watchesSteps;
    for (const shown of own) {
      const component = componentIn(shown);
      const observation = observationIn(shown);
      for (let other = 0; other < others.length; other += 2) {
        const isOfSame = others[other + 1] === component;
        if (
          observation === others[other] ||
          (isOfSame && !this.met[monitor]!.has(pairOf(observation, others[other]!)))
        )
          continue;
        yield observation;
        yield others[other]!;
      }
      if (!isHeard || observation === this.step) continue;
      yield this.step;
      yield observation;
    }
  }

  private of(monitor: number, table: MonitorTable, local: number, own: number, other: number): number {
    const rows = this.rows[monitor]!;
    let row = rows.get(local, own);
    if (row < 0) {
      row = this.rowCounts[monitor]!++;
      rows.set(local, own, row);
    }
    const known = this.found[monitor]!.get(row, other);
    if (known >= 0) return known;
    const after = this.next(table, local, own);
    if (table.nextIfKnown(local, other) < 0 && table.nextIfKnown(after, other) < 0) return COMMUTE;
    const ownSecond = this.next(table, this.next(table, local, other), own);
    const otherSecond = this.next(table, after, other);
    const isViolation = table.isViolation[ownSecond]! && table.isViolation[otherSecond]!;
    const result = ownSecond === otherSecond ? COMMUTE : isViolation ? VIOLATE : CONFLICT;
    this.found[monitor]!.set(row, other, result);
    return result;
  }

  private next(table: MonitorTable, local: number, observation: number): number {
    if (table.nextIfKnown(local, observation) < 0 && !this.questions.mayAsk())
      throw new Unaskable('enough has been asked');
    return table.next(local, observation, this.engine.tables.observations[observation]!);
  }
}

const pairOf = (one: number, other: number): number => one * 2 ** 26 + other;
const ascending = (one: number, other: number): number => one - other;
