/** The way of a search that goes as far as it can before it goes back: states, each with the step that it is to go on by, by its place in a log. */
export class Way {
  depth = 0;
  private states = new Int32Array(256);
  private places = new Int32Array(256);

  push(state: number, at: number): void {
    if (this.depth === this.states.length) {
      this.states = longer(this.states);
      this.places = longer(this.places);
    }
    this.states[this.depth] = state;
    this.places[this.depth++] = at;
  }

  pop(): void {
    this.depth--;
  }

  /** The last state. */
  get state(): number {
    return this.states[this.depth - 1]!;
  }

  get at(): number {
    return this.places[this.depth - 1]!;
  }

  set at(at: number) {
    this.places[this.depth - 1] = at;
  }
}

function longer(old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const doubled = new Int32Array(2 * old.length);
  doubled.set(old);
  return doubled;
}
