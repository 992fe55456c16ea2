import type { Engine } from '../engine/engine.js';
import { tick } from '../interpreter/deadline.js';
import { PairTable } from '../engine/store/pair-table.js';
import { askingProperty, CheckError, messageOf } from '../network/errors.js';
import { IDENTITY_REMEDY } from '../network/plain-data.js';
import type { View } from '../network/property.js';
import { CellsRead } from './cells-read.js';
import { EngineView } from './engine-view.js';
import type { NameWatch } from './name-watch.js';
import { PredicateSample } from './predicate-sample.js';
import { checkedResult, type PredicateKind } from './property-result.js';

/** Integers that the tree may occupy; combinations beyond that are evaluated anew each time. */
const REMEMBERED_INTS_MAX = 1 << 24;
/** What reads more cells than this is not remembered: the same values hardly ever come together again. */
const READS_MAX = 64;
/** So many of the states of the sample are shown with the objects of the user's, too. */
const SHOWN_MAX = 64;
/** So often a predicate is evaluated again before another answer counts as one that the objects that it was shown have brought about. */
const SURE = 3;
/** After so many look-ups in runs of which less than this share was of use, so many evaluations are done without. */
const LOOKED_MAX = 1_024;
const KNOWN_SHARE_MIN = 0.5;
const NOT_LOOKED = 16_384;

/**
 * A predicate over states that is evaluated once for each combination of the parts that it reads.
 *
 * What a pure predicate reads first is always the same cell of the state vector; what it reads next depends on the value
 * found there, and so on. These cells make a tree that is grown by watching the predicate read, and walked from then on: a
 * predicate about one component costs one look-up a state.
 */
export class PredicateTable {
  private readonly view: EngineView;
  /** Node 0 is the root. A node's cell is -1 until it is known what is read there. */
  private cells: number[] = [-1];
  /** (node, value at its cell) to what follows: twice a node's number, or twice a result's number plus one. */
  private branches = new PairTable();
  private results: (boolean | number)[] = [];
  /** By result: the cells on the way to it. Results with the same ones share a list. */
  private waysTo: (readonly number[])[] = [];
  /** What the value given last by `evaluateInRun` depends on, in the order of reading. */
  cellsRead: readonly number[] = [];
  private channelCount = 0;
  /** Of the states of runs: how many were looked up, how many of them were known, and how many are to be evaluated without. */
  private looked = 0;
  private known = 0;
  private unknowable = 0;
  private readonly predicate: (view: View) => boolean | number;
  /** Whether the condition of a claim has been true; true where there is none. Of a hard case: whether it has occurred. */
  isMet: boolean;
  /** Whether the claim has a condition. */
  readonly hasCondition: boolean;

  constructor(
    private readonly engine: Engine,
    private readonly name: string,
    predicate: (view: View) => boolean | number,
    private readonly kind: PredicateKind = 'always',
    when?: (view: View) => boolean,
    private readonly sample = new PredicateSample(),
  ) {
    this.view = new EngineView(engine);
    this.hasCondition = when !== undefined;
    this.isMet = when === undefined && kind !== 'hard case';
    // The predicate asks its condition itself: asked once more before, it reads nothing else.
    this.predicate = (view) => {
      if (!this.isMet && when !== undefined) this.isMet = when(view);
      return predicate(view);
    };
  }

  /** The names that the predicate has asked for. */
  get names(): NameWatch {
    return this.view.names;
  }

  /** Whether what it gives may change by a channel that is used for the first time. */
  get readsChannels(): boolean {
    return this.view.hasReadChannels;
  }

  /** The one cell that all values given so far depend on; -1 if there is none, or not only one. */
  get onlyCell(): number {
    const { cells } = this;
    return cells.length === 1 ? cells[0]! : -1;
  }

  /** Whether a channel has appeared that the last evaluation may have read, had it been there. */
  get isOutdated(): boolean {
    return this.view.hasReadChannels && this.channelCount !== this.engine.channels.length;
  }

  /**
   * The predicate's value in a state.
   *
   * @param reads is filled with the cells that the value depends on, in the order of reading
   * @throws CheckError when the predicate throws, is impure, or gives neither boolean nor (an invariant) number
   */
  evaluate(vector: Int32Array, reads?: number[]): boolean | number {
    if (reads !== undefined) {
      const value = this.evaluateInRun(vector);
      for (const cell of this.cellsRead) reads.push(cell);
      return value;
    }
    const result = this.find(vector);
    return result < 0 ? this.learn(vector, []) : this.results[result]!;
  }

  /**
   * As `evaluate`, of a state of a run: leaves what the value depends on in `cellsRead`.
   *
   * @param isLookedUp default: unless what comes up has hardly ever been known
   */
  evaluateInRun(vector: Int32Array, isLookedUp = !this.isSeldomKnown()): boolean | number {
    if (this.isOutdated) this.reset();
    const result = isLookedUp ? this.find(vector) : -1;
    if (result >= 0) {
      this.known++;
      this.cellsRead = this.waysTo[result]!;
      return this.results[result]!;
    }
    const reads: number[] = [];
    const value = isLookedUp ? this.learn(vector, reads) : this.ask(vector, reads);
    this.cellsRead = reads;
    return value;
  }

  /** The result for what the predicate reads in a state, or -1. */
  private find(vector: Int32Array): number {
    // A channel that appears later may belong to a pair that was read as empty: forget what was learnt.
    if (this.isOutdated) this.reset();
    const { cells, branches } = this;
    let node = 0;
    for (let cell = cells[0]!; cell >= 0; cell = cells[node]!) {
      const branch = branches.get(node, vector[cell] ?? 0);
      if (branch < 0) return -1;
      if (branch & 1) return branch >> 1;
      node = branch >> 1;
    }
    return -1;
  }

  /**
   * The predicate's value in a state, which is neither looked up nor remembered: for states whose combinations hardly ever come again. It leaves no trace:
   * where there would be one, since something is asked for by a name for the first time, the value is `undefined`.
   *
   * @throws as `evaluate`
   */
  evaluateAhead(vector: Int32Array): boolean | number | undefined {
    let result: boolean | number | undefined;
    const isNothingNew = this.view.names.isNothingNew(() => {
      result = this.sample.begin() ? this.askBegun(vector, []) : this.call(vector, undefined);
    });
    return isNothingNew ? result : undefined;
  }

  /**
   * Of the states of runs: whether so few of the combinations that come up are known that looking them up is not worth while, from one
   * part of a run to the next.
   */
  private isSeldomKnown(): boolean {
    if (this.unknowable > 0) {
      this.unknowable--;
      return true;
    }
    if (++this.looked === LOOKED_MAX) {
      if (this.known < KNOWN_SHARE_MIN * LOOKED_MAX) this.unknowable = NOT_LOOKED;
      this.looked = 0;
      this.known = 0;
    }
    return false;
  }

  /** Evaluates a sample of the states again. @throws CheckError when the predicate has changed its mind */
  recheck(): void {
    if (!this.sample.isSameAtEnd()) throw this.impure();
  }

  private shownAsMade = 0;

  private readonly again = (vector: Int32Array) => {
    const result = this.call(vector, undefined);
    if (this.engine.knowsNoObjects || this.shownAsMade++ >= SHOWN_MAX) return result;
    if (Object.is(result, this.callAsMade(vector))) return result;
    this.engine.forgetMade();
    if (Object.is(result, this.callAsMade(vector))) return result;
    // It may have changed its mind meanwhile, whatever it was shown.
    for (let times = 0; times < SURE; times++) {
      const other = this.call(vector, undefined);
      if (!Object.is(result, other)) return other;
    }
    throw new CheckError(
      `${this.subject} asks which object it is given, and not only what is in it: with the very objects that the machines have, it gives another answer. ` +
        IDENTITY_REMEDY,
    );
  };

  private callAsMade(vector: Int32Array): boolean | number {
    this.view.isAsMade = true;
    try {
      return this.call(vector, undefined);
    } finally {
      this.view.isAsMade = false;
    }
  }

  private impure(): CheckError {
    return new CheckError(
      `${this.subject} gives different answers for one state; it must depend on the view only.`,
    );
  }

  private reset(): void {
    this.channelCount = this.engine.channels.length;
    this.cells = [-1];
    this.branches = new PairTable();
    this.results = [];
    this.waysTo = [];
  }

  /** Evaluates the predicate. @param reads is filled with what it reads */
  private ask(vector: Int32Array, reads: number[]): boolean | number {
    this.sample.begin();
    return this.askBegun(vector, reads);
  }

  /** As `ask`, where the sample has counted the evaluation. */
  private askBegun(vector: Int32Array, reads: number[]): boolean | number {
    const read = new CellsRead();
    const result = this.call(vector, read);
    const { cells } = read;
    if (!this.sample.isSame(vector, cells, result, this.again)) throw this.impure();
    reads.length = cells.length;
    for (let at = 0; at < cells.length; at++) reads[at] = cells[at]!;
    return result;
  }

  /** Evaluates the predicate and remembers what it reads on the way. */
  private learn(vector: Int32Array, reads: number[]): boolean | number {
    const result = this.ask(vector, reads);
    const isRemembered = reads.length > 0 && reads.length <= READS_MAX;
    if (!isRemembered || this.branches.size >= REMEMBERED_INTS_MAX) return result;
    let node = 0;
    reads.forEach((cell, depth) => {
      if (this.cells[node]! >= 0 && this.cells[node] !== cell) {
        throw new CheckError(
          `${this.subject} reads different parts of equal states; it must depend on the view only.`,
        );
      }
      this.cells[node] = cell;
      const value = vector[cell] ?? 0;
      if (depth === reads.length - 1) {
        this.branches.set(node, value, this.results.length * 2 + 1);
        this.results.push(result);
        const way = this.waysTo.at(-1);
        this.waysTo.push(way !== undefined && isSame(way, reads) ? way : reads);
        return;
      }
      let branch = this.branches.get(node, value);
      if (branch < 0) {
        branch = this.cells.length * 2;
        this.branches.set(node, value, branch);
        this.cells.push(-1);
      }
      node = branch >> 1;
    });
    return result;
  }

  /** Opens a sentence. */
  private get subject(): string {
    return `The ${this.kind === 'hard case' ? '`hardCase` of ' : ''}property '${this.name}'`;
  }

  private ofThisProperty({ message }: CheckError): CheckError {
    return new CheckError(
      message.includes(`'${this.name}'`) ? message : `In the property '${this.name}': ${message}`,
    );
  }

  private call(vector: Int32Array, reads: CellsRead | undefined): boolean | number {
    this.view.vector = vector;
    this.view.reads = reads;
    tick();
    return askingProperty(this.callNow);
  }

  private readonly callNow = (): boolean | number => {
    let result: unknown;
    try {
      result = this.predicate(this.view);
    } catch (thrown) {
      if (thrown instanceof CheckError) throw this.ofThisProperty(thrown);
      throw new CheckError(`${this.subject} throws: ${messageOf(thrown)}. Correct it.`);
    }
    return checkedResult(this.kind, this.name, result);
  };
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((each, at) => each === other[at]);
}
