/** How close an input came to breaking a claim: the worst of everything that was compared. */
export interface Measure {
  /** Error divided by bound: above 1, the claim is violated. For what must be exact: 0, or infinite where it is not. */
  readonly ratio: number;
  /** What was compared where the ratio is largest. */
  readonly message: string;
}

/** Collects comparisons, and keeps the worst. */
export class Worst implements Measure {
  ratio = 0;
  private describe = () => 'nothing was compared';

  get message(): string {
    return this.describe();
  }

  /**
   * An error, and what it may be at most. What is not a number is worse than anything.
   *
   * @param where names what was compared, if it is asked for
   */
  within(error: number, bound: number, where: () => string): void {
    this.add(ratioOf(error, bound), () => `${where()}: ${error} of at most ${bound}`);
  }

  /** Two values that must be the same to the bit: 0 is not -0, and NaN is NaN. */
  same(found: number, expected: number, where: () => string): void {
    this.add(Object.is(found, expected) ? 0 : Number.POSITIVE_INFINITY, () => {
      return `${where()}: ${found} instead of ${expected}`;
    });
  }

  /** Two rows of such values. */
  sameRow(found: ArrayLike<number>, expected: ArrayLike<number>, where: string): void {
    this.same(found.length, expected.length, () => `length of ${where}`);
    for (let at = 0; at < expected.length; at++) {
      this.same(found[at]!, expected[at]!, () => `${where} ${at}`);
    }
  }

  private add(ratio: number, describe: () => string): void {
    if (ratio <= this.ratio) return;
    this.ratio = ratio;
    this.describe = describe;
  }
}

function ratioOf(error: number, bound: number): number {
  if (!(bound >= 0)) return Number.POSITIVE_INFINITY;
  if (error === 0) return 0;
  const ratio = Math.abs(error) / bound;
  return ratio >= 0 ? ratio : Number.POSITIVE_INFINITY;
}
