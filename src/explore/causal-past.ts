/** Which cells of the state vector each step of a run read and changed, as far as that is known. */
export class CausalPast {
  private readonly steps: (readonly number[])[] = [];

  /** @param cells where the step's component, its message and what it changed are found */
  add(cells: readonly number[]): void {
    this.steps.push(cells);
  }

  /**
   * The numbers of the steps that these cells may owe their values to: those that changed one of them, those that these depend on,
   * and so on (the causal past). A rule of thumb, and not a proof: what a step read and left as it was is not known.
   */
  causesOf(cells: readonly number[]): number[] {
    const needed = new Set(cells);
    const causes: number[] = [];
    for (let at = this.steps.length - 1; at >= 0; at--) {
      const step = this.steps[at]!;
      if (!step.some((cell) => needed.has(cell))) continue;
      for (const cell of step) needed.add(cell);
      causes.push(at);
    }
    return causes.reverse();
  }
}
