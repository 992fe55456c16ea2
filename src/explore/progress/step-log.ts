const MAY_END = 1;
const IS_LEFT = 2;

/** Steps that are kept at most: 32 MiB. Tests make it small. */
export const STEP_LOG = { stepsMax: 1 << 23 };

/**
 * Where the steps of a search lead, written down as it finds them, so that they need not be found again; dropped when there are too many. Steps that are
 * faults are marked, and so is a state that a run may end in, and one that each fair run leaves.
 */
export class StepLog {
  /** The numbers of the states that steps lead to, state after state. A step that fails leads to its own. */
  next: Int32Array = new Int32Array(1 << 10);
  /** By state: where its steps begin; they end where those of the next one do. */
  starts: Int32Array = new Int32Array(1 << 8);
  /** A bit for each step, from the first fault on. */
  private faults = new Int32Array(0);
  /** By state: `MAY_END`, `IS_LEFT`. */
  private marks = new Uint8Array(1 << 8);
  private steps = 0;
  private states = 0;
  /** Every step is here. */
  isWhole = true;

  get bytes(): number {
    return this.next.byteLength + this.starts.byteLength + this.marks.byteLength + this.faults.byteLength;
  }

  /** Whether any step is a fault. */
  get hasFaults(): boolean {
    return this.faults.length > 0;
  }

  /** The next step leads to this state. */
  add(state: number): void {
    if (!this.isWhole) return;
    this.makeRoom(1);
    this.next[this.steps++] = state;
  }

  /** The next steps lead to the states from one place of a list on, to before another. */
  addAll(states: Int32Array, from: number, to: number): void {
    if (!this.isWhole) return;
    this.makeRoom(to - from);
    this.next.set(states.subarray(from, to), this.steps);
    this.steps += to - from;
  }

  private makeRoom(more: number): void {
    const needed = this.steps + more;
    if (needed <= this.next.length) return;
    this.next = longer(this.next, new Int32Array(Math.max(needed, 2 * this.next.length)));
  }

  /**
   * The next state has so many steps, be they added already or not.
   *
   * @param isLeft see `isLeft`; it need not be told of each such state
   */
  close(steps: number, mayEnd: boolean, isLeft: boolean): void {
    if (!this.isWhole) return;
    const state = this.states++;
    if (state + 1 === this.starts.length) {
      this.starts = longer(this.starts, new Int32Array(2 * this.starts.length));
      this.marks = longer(this.marks, new Uint8Array(2 * this.marks.length));
    }
    this.starts[state + 1] = this.starts[state]! + steps;
    this.marks[state] = (mayEnd ? MAY_END : 0) | (isLeft ? IS_LEFT : 0);
    if (this.starts[state + 1]! > STEP_LOG.stepsMax) this.drop();
  }

  /** Of the state that was closed last, this step is a fault. */
  noteFault(step: number): void {
    if (!this.isWhole) return;
    const at = this.starts[this.states - 1]! + step;
    const word = at >>> 5;
    if (word >= this.faults.length) this.faults = longer(this.faults, new Int32Array(Math.max(64, 2 * word)));
    this.faults[word]! |= 1 << (at & 31);
  }

  mayEnd(state: number): boolean {
    return (this.marks[state]! & MAY_END) !== 0;
  }

  /** Whether it was seen that no fair run stays in a state for ever: a delivery that is owed leads elsewhere. */
  isLeft(state: number): boolean {
    return (this.marks[state]! & IS_LEFT) !== 0;
  }

  /** Whether a step is a fault, by its place in `next`. */
  isFault(at: number): boolean {
    return (this.faults[at >>> 5]! & (1 << (at & 31))) !== 0;
  }

  private drop(): void {
    this.isWhole = false;
    this.next = new Int32Array(0);
    this.starts = new Int32Array(0);
    this.marks = new Uint8Array(0);
    this.faults = new Int32Array(0);
  }
}

function longer<T extends Int32Array | Uint8Array>(old: T, into: T): T {
  into.set(old);
  return into;
}
