/** Steps that are kept at most: 32 MiB. */
const STEPS_MAX = 1 << 23;

/**
 * Where the steps of a search lead, written down as it finds them, so that they need not be found again; dropped when there are too many. A state that a run
 * may end in is marked.
 */
export class StepLog {
  /** The numbers of the states that steps lead to, state after state. A step that fails leads to its own. */
  next: Int32Array = new Int32Array(1 << 10);
  /** By state: where its steps begin; they end where those of the next one do. */
  starts: Int32Array = new Int32Array(1 << 8);
  private marks = new Uint8Array(1 << 8);
  private steps = 0;
  private states = 0;
  /** Every step is here. */
  isWhole = true;

  get bytes(): number {
    return this.next.byteLength + this.starts.byteLength + this.marks.byteLength;
  }

  /** The next step leads to this state. */
  add(state: number): void {
    if (!this.isWhole) return;
    if (this.steps === this.next.length) this.next = longer(this.next, new Int32Array(2 * this.steps));
    this.next[this.steps++] = state;
  }

  /** The next state has so many steps, be they added already or not. */
  close(steps: number, mayEnd: boolean): void {
    if (!this.isWhole) return;
    const state = this.states++;
    if (state + 1 === this.starts.length) {
      this.starts = longer(this.starts, new Int32Array(2 * this.starts.length));
      this.marks = longer(this.marks, new Uint8Array(2 * this.marks.length));
    }
    this.starts[state + 1] = this.starts[state]! + steps;
    this.marks[state] = mayEnd ? 1 : 0;
    if (this.starts[state + 1]! > STEPS_MAX) this.drop();
  }

  mayEnd(state: number): boolean {
    return this.marks[state] === 1;
  }

  private drop(): void {
    this.isWhole = false;
    this.next = new Int32Array(0);
    this.starts = new Int32Array(0);
    this.marks = new Uint8Array(0);
  }
}

function longer<T extends Int32Array | Uint8Array>(old: T, into: T): T {
  into.set(old);
  return into;
}
