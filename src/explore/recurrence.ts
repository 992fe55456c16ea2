/** Where more than this share of the states brings a combination that is new, to remember them costs more than it saves. */
const NEW_SHARE_MAX = 0.75;

/**
 * New combinations of which a share tells something, and states after which it is tried again, for the first time: then after twice as many. Tests make both
 * small.
 */
export const RECURRENCE = { learnedMin: 1_024, pauseStates: 16_384 };

/** Whether the combinations of values that a predicate reads come again as a search goes on, so that it pays to remember them. */
export class Recurrence {
  private learned = 0;
  private pauseStates = RECURRENCE.pauseStates;
  private pausedTo = 0;

  /** @param since the state from which on combinations are counted */
  constructor(private since: number) {}

  /** Takes note of a state whose combination was new. Returns whether they come again. */
  note(state: number): boolean {
    const isTelling = ++this.learned >= RECURRENCE.learnedMin;
    if (!isTelling || this.learned <= NEW_SHARE_MAX * (state + 1 - this.since)) return true;
    this.pausedTo = state + this.pauseStates;
    this.pauseStates *= 2;
    return false;
  }

  /** Whether it is time to try again whether they come again, once they did not; then counting begins anew. */
  isDue(state: number): boolean {
    if (state < this.pausedTo) return false;
    this.learned = 0;
    this.since = state;
    return true;
  }
}
