import { endlessMessage } from '../property/messages.js';
import type { PlainNetwork } from '../reference/plain-network.js';
import type { PlainState } from '../reference/plain-state.js';
import type { PlainSuccessor } from '../reference/plain-successor.js';
import { FairCycle } from './fair-cycle.js';
import type { Obligations } from './obligations.js';

/** What shows that a run may go on for ever without what it owes: its cycle, step by step. */
export class Cycle {
  private readonly fairness = new FairCycle();
  private first: PlainState | undefined;
  private index: number;
  /** Steps after which nothing was owed, for the first time. */
  private metAfter: number | undefined;

  /** @param loop how many steps come before the cycle */
  constructor(
    private readonly plain: PlainNetwork,
    private readonly property: string,
    private readonly loop: number,
    private readonly obligations: Obligations,
  ) {
    this.index = loop;
  }

  /** @param state the state before the step, which the obligations have seen last */
  add(state: PlainState, enabled: readonly PlainSuccessor[], taken: PlainSuccessor): void {
    this.first ??= state;
    this.fairness.add(enabled, taken);
    if (!this.obligations.isOwed(this.property, state)) this.metAfter ??= this.index;
    this.index++;
  }

  /** @param last the state after the cycle */
  judged(last: PlainState): { readonly isViolated: boolean; readonly message: string } {
    const problem = this.problem(last);
    if (problem !== undefined) return { isViolated: false, message: problem };
    const message = endlessMessage(this.obligations.monitor(this.property, last));
    return { isViolated: true, message };
  }

  private problem(last: PlainState): string | undefined {
    const { plain, loop, metAfter, first } = this;
    const kind = plain.network.properties.find(({ name }) => name === this.property)?.kind;
    if (kind !== 'monitor' && kind !== 'leads to')
      return 'the property says nothing of runs that go on for ever';
    if (first === undefined || plain.key(last) !== plain.key(first))
      return 'the state after the cycle is not the one before it';
    if (metAfter === loop) return 'nothing is owed where the cycle begins';
    if (metAfter !== undefined) return `the obligation is met at step ${metAfter}`;
    return this.fairness.unfairness();
  }
}
