import { PairTable } from '../engine/store/pair-table.js';
import type { MachineTable } from '../engine/tables/machine-table.js';
import type { TimedReaction } from './timed-reaction.js';

/** There is no such event, or key. */
const NONE = -1;

/** A local state, with what was asked about it last: hardly any is asked about much. */
export class KnownState {
  /** An event, and the reaction to it. */
  event = NONE;
  answer: TimedReaction | undefined;
  /** Key of a timer, and the reaction to its firing. */
  key = NONE;
  fired: TimedReaction | undefined;

  constructor(readonly local: number) {}
}

/** The state of a component that nobody has asked about. */
export const NOWHERE = new KnownState(NONE);

/** What is known of the components that share a table. */
export class KnownMachine {
  /** Their indices. */
  readonly components: number[] = [];
  /** By number of the answer. */
  readonly answers: (TimedReaction | undefined)[] = [];
  /** How many there are of what somebody is sent. */
  sendingCount = 0;
  private readonly states: (KnownState | undefined)[] = [];
  /** By local state and key of a timer: number in `fired`. */
  private readonly firings = new PairTable();
  private readonly fired: TimedReaction[] = [];
  private readonly sendings = new Map<string, Map<unknown, number>>();

  constructor(readonly table: MachineTable) {}

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
  sending(name: string, event: unknown): number {
    let ofName = this.sendings.get(name);
    if (ofName === undefined) {
      ofName = new Map();
      this.sendings.set(name, ofName);
    }
    let sending = ofName.get(event);
    if (sending === undefined) {
      sending = this.sendingCount++;
      ofName.set(event, sending);
    }
    return sending;
  }
}
