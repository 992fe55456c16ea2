/** Told of where the steps of a search lead. */
export interface StepListener {
  /** Whether it is still to be told. */
  readonly isWhole: boolean;
  /** The next step, in the order of staging, leads to this state. */
  add(state: number): void;
  /** Likewise the next ones. */
  addAll(states: Int32Array, from: number, to: number): void;
  /** The next state has so many steps; a run may end in it, or may not; and no fair run stays in it, as far as that is seen. */
  close(steps: number, mayEnd: boolean, isLeft: boolean): void;
  /** Of the state that was closed last: this step is a fault of the environment's. */
  noteFault(step: number): void;
}

/** The visited states, numbered in the order in which they were added, each with the state that it was reached from. */
export interface VisitedStates {
  readonly size: number;
  /** The size after the next `flush`, if every staged state is new. */
  readonly sizeMax: number;
  /** Bytes held for states. */
  readonly bytes: number;
  /** From now on, somebody is told of each staged state when it is added or found. */
  listen(listener: StepListener): void;
  /** Adds a state given as a vector. Returns its number. A negative parent stands for an initial state. */
  addVector(vector: Int32Array, cellCount: number, parent: number): number;
  /** Writes a state into a vector of at least as many cells as the state has. */
  read(state: number, vector: Int32Array): void;
  /** Writes what states have in some cells, from one state on to before another, cell after cell. A cell of -1 holds 0. */
  readCells(cells: readonly number[], from: number, to: number, into: Int32Array): void;
  parent(state: number): number;
  /**
   * Puts down the `count` successors of a state, to be added by the next `flush` in this order: the k-th differs from `parent`
   * in `cells[start[k]..start[k + 1])`, where it has `values[start[k]..start[k + 1])`.
   */
  stage(cells: Int32Array, values: Int32Array, start: Int32Array, count: number, parent: number): void;
  /** Adds what was staged. */
  flush(): void;
  /**
   * Finds the successors of a state again, given as in `stage`, in a set in which they all are. Nothing may be staged.
   *
   * @param into is filled with their numbers
   */
  locate(
    cells: Int32Array,
    values: Int32Array,
    start: Int32Array,
    count: number,
    parent: number,
    into: Int32Array,
  ): void;
}
