import type { Engine } from '../../engine/engine.js';
import { DELIVER, type Successors } from '../../engine/steps/successors.js';
import type { VisitedStates } from '../visited-states.js';
import type { StepLog } from './step-log.js';

/** A state space that was explored completely, as a graph: states by their numbers, whose steps are found by expanding them again. */
export class StateGraph {
  /** The state that was read or expanded last. */
  readonly vector: Int32Array;
  /** The steps out of the state that was expanded last. */
  readonly successors: Successors;
  /** By step: the number of the state that it leads to; -1 for a step that fails. */
  next = new Int32Array(64);
  private values = new Int32Array(0);
  /** What `successors` are of, as long as nobody has filled them anew. */
  private expanded = -1;
  private filling = -1;

  constructor(
    readonly engine: Engine,
    private readonly states: VisitedStates,
    private readonly steps: StepLog | undefined,
  ) {
    this.vector = new Int32Array(engine.cellCount);
    this.successors = engine.successors;
  }

  get size(): number {
    return this.states.size;
  }

  /** Where all steps lead, if it was written down. */
  get log(): StepLog | undefined {
    return this.steps?.isWhole === true ? this.steps : undefined;
  }

  /** The state that it was reached from first; negative for initial states. */
  parent(state: number): number {
    return this.states.parent(state);
  }

  read(state: number): Int32Array {
    this.states.read(state, this.vector);
    return this.vector;
  }

  /** What states have in some cells, from one state on to before another, cell after cell; overwritten by the next. A cell of -1 holds 0. */
  readCells(cells: readonly number[], from: number, to: number): Int32Array {
    const count = cells.length * (to - from);
    if (this.values.length < count) this.values = new Int32Array(count);
    this.states.readCells(cells, from, to, this.values);
    return this.values;
  }

  /** Finds the steps out of a state. Returns their number. */
  expand(state: number): number {
    const { engine, successors } = this;
    this.states.read(state, this.vector);
    if (state === this.expanded && successors.filling === this.filling) return successors.count;
    const count = engine.expand(this.vector);
    if (this.next.length < count) this.next = new Int32Array(2 * count);
    const { cell, value, start, failures } = successors;
    this.states.locate(cell, value, start, count, state, this.next);
    for (const step of failures.keys()) this.next[step] = -1;
    this.expanded = state;
    this.filling = successors.filling;
    return count;
  }

  /** The units that step k of the last expansion takes, or would take. Stimuli that nobody promises have one that is owed nothing. */
  unitsOf(k: number): readonly number[] {
    const { kind, source, item, start, failures } = this.successors;
    const units = this.engine.units.of(kind[k]!, source[k]!, item[k]!, this.vector);
    if (kind[k] !== DELIVER || start[k] !== start[k + 1] || failures.has(k)) return units;
    // A message of a set is offered for ever: only where it would change something is it owed anything.
    return this.engine.channels[source[k]!]!.spec.kind === 'set' ? [] : units;
  }
}
