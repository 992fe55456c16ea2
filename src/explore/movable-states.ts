import type { StepListener, VisitedStates } from './visited-states.js';

/** Visited states that can go on in another set when theirs has no more room. */
export class MovableStates implements VisitedStates {
  private listener: StepListener | undefined;

  constructor(private states: VisitedStates) {}

  /** Goes on in a set that is empty. @param cellCount cells of a state */
  moveTo(larger: VisitedStates, cellCount: number): void {
    const { states } = this;
    states.flush();
    const vector = new Int32Array(cellCount);
    for (let state = 0; state < states.size; state++) {
      states.read(state, vector);
      larger.addVector(vector, cellCount, states.parent(state));
    }
    if (this.listener !== undefined) larger.listen(this.listener);
    this.states = larger;
  }

  get size(): number {
    return this.states.size;
  }

  get sizeMax(): number {
    return this.states.sizeMax;
  }

  get bytes(): number {
    return this.states.bytes;
  }

  listen(listener: StepListener): void {
    this.listener = listener;
    this.states.listen(listener);
  }

  addVector(vector: Int32Array, cellCount: number, parent: number): number {
    return this.states.addVector(vector, cellCount, parent);
  }

  read(state: number, vector: Int32Array): void {
    this.states.read(state, vector);
  }

  readCells(cells: readonly number[], from: number, to: number, into: Int32Array): void {
    this.states.readCells(cells, from, to, into);
  }

  parent(state: number): number {
    return this.states.parent(state);
  }

  stage(cells: Int32Array, values: Int32Array, start: Int32Array, count: number, parent: number): void {
    this.states.stage(cells, values, start, count, parent);
  }

  flush(): void {
    this.states.flush();
  }

  locate(
    cells: Int32Array,
    values: Int32Array,
    start: Int32Array,
    count: number,
    parent: number,
    into: Int32Array,
  ): void {
    this.states.locate(cells, values, start, count, parent, into);
  }
}
