/** A check too long for every test run. */
export interface DeepCheck {
  /** A word by which it is asked for alone. */
  readonly id: string;
  readonly name: string;
  /** `onProgress` is told, in a few words, how far it has come. */
  readonly run: (onProgress: (progress: string) => void) => DeepOutcome | Promise<DeepOutcome>;
}

/** How a deep check ended: what was measured, in one line, and every fault found; none: it passed. */
export interface DeepOutcome {
  readonly summary: string;
  readonly faults: readonly string[];
}
