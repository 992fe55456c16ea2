/** A check too long for every test run. */
export interface DeepCheck {
  readonly name: string;
  /** `onProgress` is told, in a few words, how far it has come; a check in a process of its own tells nothing. */
  readonly run: (onProgress: (progress: string) => void) => DeepOutcome | Promise<DeepOutcome>;
}

/** How a deep check ended: what was measured, in one line, and every fault found; none: it passed. */
export interface DeepOutcome {
  readonly summary: string;
  readonly faults: readonly string[];
}
