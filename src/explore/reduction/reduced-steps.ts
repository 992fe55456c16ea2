/** Steps between the states of a reduced search, by the states' numbers. */
export class ReducedSteps {
  private ends = new Int32Array(1024);
  private count = 0;

  add(from: number, to: number): void {
    if (2 * this.count === this.ends.length) {
      const longer = new Int32Array(2 * this.ends.length);
      longer.set(this.ends);
      this.ends = longer;
    }
    this.ends[2 * this.count] = from;
    this.ends[2 * this.count + 1] = to;
    this.count++;
  }

  get bytes(): number {
    return this.ends.byteLength;
  }

  /** Whether no run along the steps goes on for ever. */
  areAcyclic(states: number): boolean {
    const { ends, count } = this;
    // Steps by the state that they leave.
    const starts = new Int32Array(states + 1);
    const incoming = new Int32Array(states);
    for (let step = 0; step < count; step++) {
      starts[ends[2 * step]! + 1]!++;
      incoming[ends[2 * step + 1]!]!++;
    }
    for (let state = 0; state < states; state++) starts[state + 1]! += starts[state]!;
    const next = new Int32Array(count);
    const fill = starts.slice();
    for (let step = 0; step < count; step++) next[fill[ends[2 * step]!]!++] = ends[2 * step + 1]!;
    const ready: number[] = [];
    for (let state = 0; state < states; state++) if (incoming[state] === 0) ready.push(state);
    let seen = 0;
    while (ready.length > 0) {
      const state = ready.pop()!;
      seen++;
      for (let at = starts[state]!; at < starts[state + 1]!; at++)
        if (--incoming[next[at]!]! === 0) ready.push(next[at]!);
    }
    return seen === states;
  }
}
