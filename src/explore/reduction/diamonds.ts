import type { Engine } from '../../engine/engine.js';
import { PairTable } from '../../engine/store/pair-table.js';
import type { Dropped } from './conditions.js';
import { isOwn, type LocalActions, Unaskable, UNHANDLED, UNKNOWN } from './local-actions.js';

/** Whether two things that a component may do commute. */
export const COMMUTE = 0;
export const CONFLICT = 1;
/** XState has to be asked. */
export const UNDECIDED = -1;
/** They do if the second to come may do more: this and the number of a join. */
export const JOINS_FROM = 2;

/** What whoever comes second does more. */
export interface Join {
  /** Its messages over `sync` channels: channel and event, alternating; and whether there is one at most, which is the last of all. */
  readonly calls: readonly number[];
  readonly isLinear: boolean;
  /** Whether one of the two sends over a `sync` channel before it. */
  readonly hasCalled: boolean;
}

/**
 * Pairs of an act of the step that is to be taken alone and something else, in one local state of a component: do both orders lead to the same local state, and do
 * both send and show the same? What is known once stays so, as answers do not change.
 */
export class Diamonds {
  readonly joins: Join[] = [];
  /** By component: (local state, act) to a number, and (that, the other action) to what came out. */
  private readonly rows: PairTable[];
  private readonly rowCounts: number[];
  private readonly found: PairTable[];

  constructor(
    private readonly engine: Engine,
    private readonly actions: readonly LocalActions[],
    private readonly dropped: Dropped,
  ) {
    this.rows = actions.map(() => new PairTable());
    this.found = actions.map(() => new PairTable());
    this.rowCounts = actions.map(() => 0);
  }

  /**
   * @param act an action that is known and handled in the local state
   * @param isDeferring whether the other action waits where it is not taken
   * @param mayAsk whether XState may be asked; if not, it may be `UNDECIDED`
   */
  of(
    component: number,
    local: number,
    act: number,
    other: number,
    isDeferring: boolean,
    mayAsk: boolean,
  ): number {
    const actions = this.actions[component]!;
    const rows = this.rows[component]!;
    let row = rows.get(local, act);
    if (row < 0) {
      row = this.rowCounts[component]!++;
      rows.set(local, act, row);
    }
    const known = this.found[component]!.get(row, other);
    if (known >= 0) return known;
    if (!mayAsk && this.isOpen(actions, local, act, other, isDeferring)) return UNDECIDED;
    try {
      return this.find(component, actions, local, act, other, isDeferring, row);
    } catch (thrown) {
      if (thrown instanceof Unaskable) return CONFLICT;
      throw thrown;
    }
  }

  /** Whether XState would have to be asked. */
  private isOpen(
    actions: LocalActions,
    local: number,
    act: number,
    other: number,
    isDeferring: boolean,
  ): boolean {
    const after = actions.next[actions.get(local, act)]!;
    const ofOther = actions.get(local, other);
    const otherSecond = actions.get(after, other);
    if (ofOther === UNKNOWN) return otherSecond !== UNKNOWN;
    if (ofOther === UNHANDLED) return !isDeferring && !isOwn(other) && otherSecond === UNKNOWN;
    // What fails leads nowhere.
    if (actions.throws[ofOther]!) return false;
    return otherSecond === UNKNOWN || actions.get(actions.next[ofOther]!, act) === UNKNOWN;
  }

  private find(
    component: number,
    actions: LocalActions,
    local: number,
    act: number,
    other: number,
    isDeferring: boolean,
    row: number,
  ): number {
    const ofAct = actions.get(local, act);
    const after = actions.next[ofAct]!;
    let ofOther = actions.get(local, other);
    if (ofOther === UNKNOWN) {
      // Nobody has come to it, on either side of the act.
      if (actions.get(after, other) === UNKNOWN) return COMMUTE;
      ofOther = actions.ask(local, other);
    }
    if (ofOther === UNHANDLED) {
      // A message that waits, or a step that there is not: the act may make it possible.
      if (isDeferring || isOwn(other) || this.dropped.has('failures')) return COMMUTE;
      return actions.ask(after, other) === UNHANDLED ? COMMUTE : CONFLICT;
    }
    const result = this.commute(actions, [local, act, ofAct, after], [other, ofOther]);
    this.found[component]!.set(row, other, result);
    return result;
  }

  private commute(
    actions: LocalActions,
    [, act, ofAct, after]: readonly [number, number, number, number],
    [other, ofOther]: readonly [number, number],
  ): number {
    const { next, effects, throws } = actions;
    if (throws[ofOther]!) return CONFLICT;
    const otherSecond = actions.ask(after, other);
    const actSecond = actions.ask(next[ofOther]!, act);
    if (otherSecond <= UNHANDLED || throws[otherSecond]!) return CONFLICT;
    if (actSecond <= UNHANDLED || throws[actSecond]!) return this.dropped.has('enabled') ? COMMUTE : CONFLICT;
    if (next[otherSecond] !== next[actSecond] && !this.dropped.has('same state')) return CONFLICT;
    if (this.dropped.has('same effects')) return COMMUTE;
    const [ofActFirst, ofActSecond] = [effects[ofAct]!, effects[actSecond]!];
    const [ofOtherFirst, ofOtherSecond] = [effects[ofOther]!, effects[otherSecond]!];
    if (!this.dropped.has('queue order') && this.areInOneQueue(ofActFirst, ofOtherFirst)) return CONFLICT;
    if (areEqual(ofActFirst, ofActSecond) && areEqual(ofOtherFirst, ofOtherSecond)) return COMMUTE;
    const more = addedTo(ofActFirst, ofActSecond);
    const moreOfOther = addedTo(ofOtherFirst, ofOtherSecond);
    if (more === undefined || moreOfOther === undefined || !areEqual(more, moreOfOther)) return CONFLICT;
    // A component that only passes something on is not busy meanwhile.
    if ([ofAct, actSecond, ofOther, otherSecond].some((code) => actions.isRelay[code])) return CONFLICT;
    return this.join(more, actions.syncs[ofAct]! + actions.syncs[ofOther]! > 0);
  }

  private join(more: readonly number[], hasCalled: boolean): number {
    const { channels } = this.engine;
    const calls: number[] = [];
    let last = -1;
    for (let at = 0; at < more.length; at += 2) {
      const to = more[at]!;
      if (to < 0) continue;
      // Who sends more may find the channel full.
      if (channels[to]!.spec.capacity !== Infinity) return CONFLICT;
      if (channels[to]!.cell >= 0) continue;
      calls.push(to, more[at + 1]!);
      last = at;
    }
    const isLinear = calls.length === 0 || (calls.length === 2 && last === more.length - 2);
    this.joins.push({ calls, isLinear, hasCalled });
    return JOINS_FROM + this.joins.length - 1;
  }

  /** Whether both send different messages over one channel that keeps their order, or that may be full. */
  private areInOneQueue(one: readonly number[], other: readonly number[]): boolean {
    const { channels } = this.engine;
    for (let at = 0; at < one.length; at += 2) {
      const channel = one[at]!;
      if (channel < 0) continue;
      const { cell, spec } = channels[channel]!;
      if (cell < 0) continue;
      for (let with_ = 0; with_ < other.length; with_ += 2) {
        if (other[with_] !== channel) continue;
        if (spec.capacity !== Infinity) return true;
        if (spec.kind === 'fifo' && one[at + 1] !== other[with_ + 1]) return true;
      }
    }
    return false;
  }
}

function areEqual(one: readonly number[], other: readonly number[]): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

/** What stands behind the first list in the second; `undefined` where the second does not begin with the first, or is no longer. */
function addedTo(first: readonly number[], second: readonly number[]): readonly number[] | undefined {
  if (second.length <= first.length) return undefined;
  for (let at = 0; at < first.length; at++) if (first[at] !== second[at]) return undefined;
  return second.slice(first.length);
}
