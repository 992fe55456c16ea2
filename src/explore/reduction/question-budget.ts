/** Questions that may be asked for the reduction alone, whatever the search has asked, and then one for so many of the search's. */
const ASKED_MIN = 20_000;
const SEARCHED_PER_ASKED = 1;

/**
 * What a reduction may ask that the search would not. What it asks about need not happen in any run, and makes further things seem possible, which may be without end: there has
 * to be one.
 */
export class QuestionBudget {
  asked = 0;
  /** Nothing is asked any more: what would need it is not taken alone. */
  isClosed = false;

  /** @param questions all that were asked so far */
  constructor(private readonly questions: () => number) {}

  /** Whether one more question may be asked; if so, it counts. */
  mayAsk(): boolean {
    if (this.isClosed) return false;
    if (this.asked >= ASKED_MIN && this.asked % 64 === 0) {
      const searched = this.questions() - this.asked;
      if (this.asked > ASKED_MIN + searched / SEARCHED_PER_ASKED) this.isClosed = true;
    }
    this.asked++;
    return true;
  }
}
