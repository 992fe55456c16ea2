/** Which places of the state vector each step of a run read and changed, as far as that is known. */
export class Trail {
  private readonly steps: (readonly number[])[] = [];

  /** @param places where the step's actor, its message and what it changed are found */
  add(places: readonly number[]): void {
    this.steps.push(places);
  }

  /**
   * The numbers of the steps that these places may owe their values to: those that changed one of them, those that these depend on,
   * and so on (the causal past). A rule of thumb, and not a proof: what a step read and left as it was is not known.
   */
  causesOf(places: readonly number[]): number[] {
    const needed = new Set(places);
    const causes: number[] = [];
    for (let at = this.steps.length - 1; at >= 0; at--) {
      const step = this.steps[at]!;
      if (!step.some((place) => needed.has(place))) continue;
      for (const place of step) needed.add(place);
      causes.push(at);
    }
    return causes.reverse();
  }
}
