import type { RowLayout } from '../core/row-layout.js';
import type { EdgeTables } from '../core/edge-tables.js';
import type { Engine } from '../engine/engine.js';
import type { PredicateTable } from '../property/predicate-table.js';
import type { JudgedPredicate, PropertyEvaluator } from '../property/property-evaluator.js';
import { Recurrence } from './recurrence.js';

/** What edges lead to: twice a node, or twice one of these plus one. */
const FINE = 0;
const TO_ATTEND = 1;
/** Of a monitor: a leaf of these bits. */
const VIOLATION = 1;
const PENDING = 2;

/** What a predicate reads at most, if its values are to be known in advance. */
const READS_MAX = 64;
/** It is not known yet what a node is about. */
const NO_CELL = -1;

/** Predicates share numbers if there are more; the number after them stands for all monitors. */
const PREDICATE_NUMBERS = 63;

interface Root extends JudgedPredicate {
  node: number;
  channelCount: number;
  /** It reads nothing, and is fine. */
  isConstant: boolean;
  /** It is evaluated in every state: it reads very much, or what it reads hardly ever comes again. */
  isWide: boolean;
  /** `undefined`: it reads very much. */
  recurrence: Recurrence | undefined;
  /** In the order of evaluation, and the cells that it has read so far: where none of them has changed, it says what it said before. */
  number: number;
  readonly cells: Set<number>;
}

/**
 * What predicates and monitors are known to say, as edges for the core: it follows what a predicate reads, cell by cell, to a leaf that says whether the state
 * must be told of. Only what has been evaluated before is there, with nothing to be told.
 */
export class JudgingEdges {
  private roots = new Map<PredicateTable, Root>();
  private channelCount = -1;
  private settledCount = -1;
  /** A predicate was found to be constant, or wide. */
  private hasNews = false;
  private wide: readonly Root[] = [];
  /** All states before have been judged by the wide predicates, and have nothing to be told. */
  private fineTo = 0;
  private readonly monitorNodes: readonly number[];
  /** Nodes of the predicates and monitors that are to be judged by now. */
  predicates: number[] = [];
  monitors: number[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly evaluator: PropertyEvaluator,
    private readonly edges: EdgeTables,
    private readonly cells: Pick<RowLayout, 'noteJudgedBy' | 'forgetJudgedBy'>,
  ) {
    this.monitorNodes = engine.monitors.map(({ cell }) => edges.add(cell));
    this.refresh(0);
  }

  /**
   * Takes note of what has been found violated, reached or met, and of channels that have appeared. Returns whether `predicates` or `monitors` have changed.
   *
   * @param state about the next one
   */
  refresh(state: number): boolean {
    const { engine, evaluator } = this;
    const channelCount = engine.channels.length;
    const { settledCount } = evaluator;
    for (const root of this.wide) {
      if (root.recurrence?.isDue(state) !== true) continue;
      root.isWide = false;
      this.hasNews = true;
    }
    if (channelCount === this.channelCount && settledCount === this.settledCount && !this.hasNews)
      return false;
    this.channelCount = channelCount;
    this.settledCount = settledCount;
    this.hasNews = false;
    const roots = new Map<PredicateTable, Root>();
    for (const judged of evaluator.judgedPredicates()) {
      const known = this.roots.get(judged.table);
      const isUsable =
        known !== undefined &&
        known.key === judged.key &&
        (known.channelCount === channelCount || !judged.table.readsChannels);
      roots.set(
        judged.table,
        isUsable
          ? known
          : {
              ...judged,
              node: this.edges.add(NO_CELL),
              channelCount,
              isConstant: false,
              isWide: known?.isWide ?? false,
              recurrence: known === undefined ? new Recurrence(state) : known.recurrence,
              number: 0,
              cells: new Set(),
            },
      );
    }
    this.roots = roots;
    const judged = [...roots.values()].filter(({ isConstant, isWide }) => !isConstant && !isWide);
    this.wide = [...roots.values()].filter(({ isWide }) => isWide);
    this.fineTo = 0;
    this.predicates = judged.map(({ node }) => node);
    this.cells.forgetJudgedBy();
    judged.forEach((root, index) => {
      root.number = index % PREDICATE_NUMBERS;
      for (const cell of root.cells) this.cells.noteJudgedBy(cell, root.number);
    });
    for (const { cell } of engine.monitors) this.cells.noteJudgedBy(cell, PREDICATE_NUMBERS);
    this.monitors = this.monitorNodes.filter(
      (_, index) => !evaluator.isViolated(engine.monitors[index]!.property.name),
    );
    return true;
  }

  /** Whether `firstToTell` looks at each state. */
  get evaluatesAhead(): boolean {
    return this.wide.length > 0;
  }

  /**
   * The first of some states that the wide predicates have something to tell of, in which one of them cannot be evaluated, or at which it is late; `end` if
   * there is none.
   *
   * @param read writes a state into a vector
   * @param isLate predicates may be slow
   */
  firstToTell(from: number, end: number, read: (state: number) => Int32Array, isLate: () => boolean): number {
    if (this.wide.length === 0) return end;
    for (let state = Math.max(from, this.fineTo); state < end; state++) {
      this.fineTo = state;
      if (!this.isFine(read(state)) || isLate()) return state;
      this.fineTo = state + 1;
    }
    return end;
  }

  private isFine(vector: Int32Array): boolean {
    try {
      return this.wide.every(({ table, attends, lowers }) => {
        const result = table.evaluateAhead(vector);
        return result !== undefined && !attends(result) && !lowers(result);
      });
    } catch {
      // Whatever is wrong is told when the state is inspected in its turn.
      return false;
    }
  }

  /** Writes down what is known of a state, after it was inspected. */
  learn(vector: Int32Array, state: number): void {
    for (const root of this.roots.values()) if (!root.isWide) this.learnPredicate(root, vector, state);
    this.engine.monitors.forEach(({ cell, isViolation, isPending }, index) => {
      const local = vector[cell] ?? 0;
      const leaf = (isViolation[local] ? VIOLATION : 0) | (isPending[local] ? PENDING : 0);
      this.edges.set(this.monitorNodes[index]!, local, leaf);
    });
  }

  private learnPredicate(root: Root, vector: Int32Array, state: number): void {
    const { edges } = this;
    const all: number[] = [];
    const result = root.table.evaluate(vector, all);
    const reads = [...new Set(all)];
    const leaf = root.attends(result) ? TO_ATTEND : FINE;
    if (reads.length === 0 && leaf === FINE) {
      root.isConstant = true;
      this.hasNews = true;
    }
    if (reads.length > READS_MAX) {
      root.recurrence = undefined;
      this.widen(root);
    }
    if (reads.length === 0 || root.recurrence === undefined) return;
    let { node } = root;
    let isNew = false;
    reads.forEach((cell, depth) => {
      if (edges.cellOf(node) === NO_CELL) edges.setCell(node, cell);
      root.cells.add(cell);
      this.cells.noteJudgedBy(cell, root.number);
      const value = vector[cell] ?? 0;
      let to = edges.get(node, value);
      if (to < 0) {
        to = depth === reads.length - 1 ? 2 * leaf + 1 : 2 * edges.add(NO_CELL);
        edges.set(node, value, to);
        isNew = true;
      }
      // A tree that is out of date would be written over.
      if ((to & 1) !== Number(depth === reads.length - 1))
        throw new Error('a predicate reads other cells than before');
      node = to >> 1;
    });
    if (isNew && !root.recurrence.note(state)) this.widen(root);
  }

  private widen(root: Root): void {
    // Of a condition that has not been true yet only the states count in which it is evaluated in their turn.
    if (root.table.hasCondition && !root.table.isMet) return;
    root.isWide = true;
    this.hasNews = true;
  }
}
