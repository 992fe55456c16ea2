import { Marks } from './marks.js';

/** Arrivals that are not the last thing in their step; found when it is asked for. */
export class InMiddle {
  private readonly found = new Marks();
  private isFound = false;

  /** Another step is looked at. */
  begin(): void {
    this.isFound = false;
  }

  /** @param calls see `Ahead` */
  has(arrival: number, calls: readonly number[]): boolean {
    const { found } = this;
    if (!this.isFound) {
      this.isFound = true;
      found.clear();
      for (let isChanged = true; isChanged;) {
        isChanged = false;
        for (let at = 0; at < calls.length; at += 3) {
          if (calls[at + 2] === 1 && !found.has(calls[at]!)) continue;
          if (found.add(calls[at + 1]!)) isChanged = true;
        }
      }
    }
    return found.has(arrival);
  }
}
