/** Numbers by state, as many as there are states. */
export class Column {
  private values = new Int32Array(1024);

  get(state: number): number {
    return this.values[state] ?? 0;
  }

  set(state: number, value: number): void {
    if (state >= this.values.length) {
      const longer = new Int32Array(2 * (state + 1));
      longer.set(this.values);
      this.values = longer;
    }
    this.values[state] = value;
  }

  get bytes(): number {
    return this.values.byteLength;
  }
}
