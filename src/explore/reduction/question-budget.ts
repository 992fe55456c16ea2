/** Questions that may be asked for the reduction alone, and how many more for each state that was visited. */
const ASKED_MIN = 60_000;
const ASKED_PER_STATE = 8;
/** Likewise of one step: where more is wanted, what may happen before it hardly ends. */
const ASKED_AT_ONCE_MAX = 2_000;

/**
 * What a reduction may ask that the search would not. What it asks about need not happen in any run, and makes further things seem possible, which may be without end: there has
 * to be one.
 */
export class QuestionBudget {
  asked = 0;
  /** Nothing is asked any more: what would need it is not taken alone. */
  isClosed = false;

  private atOnceMax = ASKED_AT_ONCE_MAX;
  private askedBefore = 0;

  /** @param states how many have been visited */
  constructor(private readonly states: () => number) {}

  /** Another step is looked at. */
  begin(): void {
    this.askedBefore = this.asked;
  }

  /** Does something for which so many questions are asked at most. */
  withAtMost<T>(count: number, work: () => T): T {
    this.atOnceMax = count;
    try {
      return work();
    } finally {
      this.atOnceMax = ASKED_AT_ONCE_MAX;
    }
  }

  /** Whether one more question may be asked; if so, it counts. */
  mayAsk(): boolean {
    if (this.asked >= ASKED_MIN + ASKED_PER_STATE * this.states()) this.isClosed = true;
    if (this.isClosed || this.asked - this.askedBefore >= this.atOnceMax) return false;
    this.asked++;
    return true;
  }
}
