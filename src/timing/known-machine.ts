import { PairTable } from '../engine/store/pair-table.js';
import type { MachineTable } from '../engine/tables/machine-table.js';
import { KnownState, type TimedReaction } from './timed-reaction.js';

/** What is known of the components that share a table. */
export class KnownMachine {
  /** Their indices. */
  readonly components: number[] = [];
  /** By number of the answer. */
  readonly answers: (TimedReaction | undefined)[] = [];
  /** By number: what somebody is sent, and what the machine calls the receiver, where components share the table. */
  readonly sent: { readonly to: string; readonly event: unknown }[] = [];
  private readonly states: (KnownState | undefined)[] = [];
  /** By local state and key of a timer: number in `fired`. */
  private readonly firings = new PairTable();
  private readonly fired: TimedReaction[] = [];
  private readonly sendings = new Map<string, Map<unknown, number>>();

  constructor(
    readonly table: MachineTable,
    /** Its position among those of the network. */
    readonly number: number,
  ) {}

  stateOf(local: number): KnownState {
    const { states } = this;
    // Filled in order, so that the array stays without holes.
    while (states.length <= local) states.push(undefined);
    return (states[local] ??= new KnownState(local));
  }

  keepAnswer(id: number, answer: TimedReaction): void {
    while (this.answers.length <= id) this.answers.push(undefined);
    this.answers[id] = answer;
  }

  firing(local: number, key: number): TimedReaction | undefined {
    const number = this.firings.get(local, key);
    return number < 0 ? undefined : this.fired[number];
  }

  keepFiring(local: number, key: number, fired: TimedReaction): void {
    if (this.firing(local, key) !== undefined) return;
    this.firings.set(local, key, this.fired.length);
    this.fired.push(fired);
  }

  /** Number of what is sent: what the machine calls the receiver, and the event. */
  sending(to: string, event: unknown): number {
    let ofName = this.sendings.get(to);
    if (ofName === undefined) {
      ofName = new Map();
      this.sendings.set(to, ofName);
    }
    let sending = ofName.get(event);
    if (sending === undefined) {
      sending = this.sent.length;
      this.sent.push({ to, event });
      ofName.set(event, sending);
    }
    return sending;
  }
}
