import type { Engine } from '../../engine/engine.js';
import { CheckError } from '../../network/errors.js';
import { hardCaseOf } from '../../network/property.js';
import { situationsOf } from '../../network/property.js';
import { PredicateTable } from '../../property/predicate-table.js';
import { predicateTables } from '../../property/predicate-tables.js';
import type { PropertyEvaluator } from '../../property/property-evaluator.js';
import type { Acts } from './acts.js';
import type { Ahead } from './ahead.js';
import type { Dropped } from './conditions.js';

/** Combinations of what a predicate reads that are looked at. */
const COMBINATIONS_MAX = 5_000;

type Value = boolean | number;

/** A predicate of which some value is looked for: a violation, a margin below all others, a witness. */
interface LookedFor {
  readonly name: string;
  /** Not the evaluator's: it is evaluated in states that may not be reachable, which must leave no trace. */
  readonly table: PredicateTable;
  /** Whether a state with this value is looked for. */
  isWanted(value: Value): boolean;
  /** Whether a state with the second value does as well as one with the first, which is looked for. */
  isAsGood(value: Value, after: Value): boolean;
  /** All cells that it has been seen to read. */
  readonly cells: Set<number>;
  lastRead: readonly number[];
}

/** What is looked for in states by predicates, and whether a step loses it: whether a state that is looked for may be left out since the state after the step is not. */
export class LookedForStates {
  private readonly all: (LookedFor & { isSettled(): boolean })[] = [];
  private settledCount = -1;
  private open: readonly LookedFor[] = [];
  /** Grows when a predicate is seen to read a cell that it has not read before. */
  growth = 0;
  /** Cells of channels that must have what they have for what was said last to hold. */
  readonly steady = new Set<number>();
  private vectors: readonly Int32Array[] = [];
  private combinations = 0;
  /** Cells that have been read in all combinations so far. */
  cost = 0;
  private work = new Int32Array(0);
  private isSet = new Uint8Array(0);
  private later = new Int32Array(0);
  private isLaterSet = new Uint8Array(0);

  constructor(
    private readonly engine: Engine,
    private readonly evaluator: PropertyEvaluator,
    private readonly dropped: Dropped,
  ) {
    const shadows = predicateTables(engine);
    const margins = new Map<string, number>();
    for (const property of engine.network.properties) {
      const { name, kind } = property;
      const claim = shadows.claims.get(name);
      if (claim !== undefined && kind === 'always') {
        const isLower = (value: Value) => {
          const least = this.leastOf(name, margins);
          return typeof value === 'number' && (least === undefined || value < least);
        };
        const isBad = (value: Value) =>
          !evaluator.isViolated(name) && (value === false || (typeof value === 'number' && value < 0));
        this.add(name, claim, () => false, {
          isWanted: (value) => isBad(value) || isLower(value),
          isAsGood: (value, after) =>
            (!isBad(value) || isBad(after)) &&
            (!isLower(value) || (typeof after === 'number' && after <= (value as number))),
        });
      }
      const wanted = {
        isWanted: (value: Value) => value === true,
        isAsGood: (_: Value, after: Value) => after === true,
      };
      if (claim !== undefined && kind === 'reachable')
        this.add(name, claim, () => evaluator.hasReached(name), wanted);
      const condition = kind === 'always' ? property.when : kind === 'leads to' ? property.from : undefined;
      if (condition !== undefined) {
        const table = new PredicateTable(engine, name, condition, 'hard case');
        this.add(name, table, () => evaluator.tables.claims.get(name)!.isMet, wanted);
      }
      const hardCase = hardCaseOf(property);
      if (hardCase !== undefined) {
        for (const situation of situationsOf(hardCase)) {
          const table = new PredicateTable(engine, name, situation, 'hard case');
          this.add(name, table, () => evaluator.tables.hardCases.get(name)!.isMet, wanted);
        }
      }
    }
  }

  /** Takes note of what predicates read in a state that is visited. */
  note(vector: Int32Array): void {
    for (const each of this.unsettled()) this.read(each, each.table.evaluateInRun(vector));
  }

  /** The name of a property of which a state may be lost; `undefined` where none is. */
  lostBy(vectors: readonly Int32Array[], ahead: Ahead, acts: Acts, channel: number): string | undefined {
    this.vectors = vectors;
    const { firstChannelCell } = this;
    const touched = new Set(acts.components);
    for (const index of [...acts.sentTo, ...(channel < 0 ? [] : [channel])])
      touched.add(this.engine.channels[index]!.cell);
    for (const each of this.unsettled()) {
      let isTouched = false;
      for (const cell of each.cells) {
        if (!touched.has(cell)) continue;
        if (cell >= firstChannelCell && this.dropped.has('channels in predicates')) continue;
        isTouched = true;
        break;
      }
      if (!isTouched) continue;
      this.begin(vectors[0]!);
      try {
        if (!this.isKept(each, ahead, acts, touched)) return each.name;
      } catch (thrown) {
        // It is evaluated in what may be no state.
        if (thrown instanceof CheckError) return each.name;
        throw thrown;
      }
    }
    return undefined;
  }

  private get firstChannelCell(): number {
    return this.engine.components.length + this.engine.monitors.length;
  }

  private add(
    name: string,
    table: PredicateTable,
    isSettled: () => boolean,
    what: Pick<LookedFor, 'isWanted' | 'isAsGood'>,
  ): void {
    this.all.push({ name, table, ...what, cells: new Set(), lastRead: [], isSettled });
  }

  private unsettled(): readonly LookedFor[] {
    const { settledCount } = this.evaluator;
    let met = 0;
    for (const table of this.evaluator.tables.claims.values()) if (table.isMet) met++;
    if (settledCount + met !== this.settledCount) {
      this.settledCount = settledCount + met;
      this.open = this.all.filter((each) => !each.isSettled());
    }
    return this.open;
  }

  private leastOf(name: string, margins: Map<string, number>): number | undefined {
    // Told only if some margin has become smaller.
    for (const { name: of, margin } of this.evaluator.loweredMargins()) margins.set(of, margin);
    return margins.get(name);
  }

  private begin(vector: Int32Array): void {
    const length = this.engine.cellCount + vector.length;
    if (this.work.length < length) {
      this.work = new Int32Array(2 * length);
      this.isSet = new Uint8Array(2 * length);
      this.later = new Int32Array(2 * length);
      this.isLaterSet = new Uint8Array(2 * length);
    }
    this.work.fill(0);
    this.work.set(vector);
    this.isSet.fill(0);
    this.combinations = 0;
  }

  /** A combination comes again for the next step that is looked at. */
  private evaluate(each: LookedFor, vector: Int32Array): Value {
    const value = this.read(each, each.table.evaluateInRun(vector, true));
    this.cost += each.table.cellsRead.length;
    return value;
  }

  /** Takes note of what was read for a value. */
  private read(each: LookedFor, value: Value): Value {
    const { cellsRead } = each.table;
    if (cellsRead === each.lastRead) return value;
    each.lastRead = cellsRead;
    for (const cell of cellsRead) {
      if (each.cells.has(cell)) continue;
      each.cells.add(cell);
      this.growth++;
    }
    return value;
  }

  /** In each combination of local states in which it is true. */
  private isKept(each: LookedFor, ahead: Ahead, acts: Acts, touched: ReadonlySet<number>): boolean {
    if (++this.combinations > COMBINATIONS_MAX) return false;
    const value = this.evaluate(each, this.work);
    const cell = each.table.cellsRead.find((read) => this.isSet[read] !== 1);
    if (cell === undefined)
      return !each.isWanted(value) || this.isKeptAfter(each, ahead, acts, touched, value, true);
    if (cell >= this.firstChannelCell) {
      if (!this.isSteady(cell, ahead, touched)) return this.dropped.has('channels in predicates');
      this.isSet[cell] = 1;
      const before = this.work[cell]!;
      for (const content of this.contents(cell)) {
        this.work[cell] = content;
        if (!this.isKept(each, ahead, acts, touched)) return false;
      }
      this.isSet[cell] = 0;
      this.work[cell] = before;
      return true;
    }
    const before = this.work[cell]!;
    this.isSet[cell] = 1;
    for (const local of ahead.locals[cell]!) {
      this.work[cell] = local;
      if (!this.isKept(each, ahead, acts, touched)) return false;
    }
    this.isSet[cell] = 0;
    this.work[cell] = before;
    return true;
  }

  /** In each state that the step may lead to from there. */
  private isKeptAfter(
    each: LookedFor,
    ahead: Ahead,
    acts: Acts,
    touched: ReadonlySet<number>,
    value: Value,
    isFirst: boolean,
  ): boolean {
    if (isFirst) {
      this.later.set(this.work);
      this.isLaterSet.fill(0);
    }
    if (++this.combinations > COMBINATIONS_MAX) return false;
    const after = this.evaluate(each, this.later);
    const cell = each.table.cellsRead.find((read) => this.isLaterSet[read] !== 1);
    if (cell === undefined) return each.isAsGood(value, after);
    this.isLaterSet[cell] = 1;
    const before = this.later[cell]!;
    if (cell >= this.firstChannelCell) {
      if (!this.isSteady(cell, ahead, touched)) return this.dropped.has('channels in predicates');
      for (const content of this.isSet[cell] === 1 ? [this.work[cell]!] : this.contents(cell)) {
        this.later[cell] = content;
        if (!this.isKeptAfter(each, ahead, acts, touched, value, false)) return false;
      }
      this.isLaterSet[cell] = 0;
      this.later[cell] = before;
      return true;
    }
    const from = this.isSet[cell] === 1 ? [this.work[cell]!] : ahead.locals[cell]!;
    const to = touched.has(cell) ? from.flatMap((local) => acts.outcomes(cell, local)) : from;
    for (const local of to) {
      this.later[cell] = local;
      if (!this.isKeptAfter(each, ahead, acts, touched, value, false)) return false;
    }
    this.isLaterSet[cell] = 0;
    this.later[cell] = before;
    return true;
  }

  /** What a channel has in the states. */
  contents(cell: number): readonly number[] {
    return [...new Set(this.vectors.map((vector) => vector[cell] ?? 0))];
  }

  /** Whether a channel has the same content whatever happens, the step included. */
  private isSteady(cell: number, ahead: Ahead, touched: ReadonlySet<number>): boolean {
    const channel = this.engine.tables.channelAt(cell);
    const { spec } = this.engine.channels[channel]!;
    const mayChange =
      touched.has(cell) || ahead.isSentTo.has(channel) || ahead.isTakenFrom.has(channel) || spec.lossy;
    if (!mayChange) this.steady.add(cell);
    return !mayChange;
  }
}
