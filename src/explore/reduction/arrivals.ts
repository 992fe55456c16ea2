import { PairTable } from '../../engine/store/pair-table.js';

const NONE: readonly number[] = [];

/** What may come to components, numbered once and for all: an event over a channel, or a step of a component's own (channel -1). */
export class Arrivals {
  readonly channel: number[] = [];
  readonly action: number[] = [];
  readonly receiver: number[] = [];
  private readonly numbers = new PairTable();
  /** By component and action. */
  private readonly byAction: number[][][];

  constructor(private readonly components: number) {
    this.byAction = Array.from({ length: components }, () => []);
  }

  /** @param channel -1: an own step */
  number(component: number, channel: number, action: number): number {
    const row = channel < 0 ? component : this.components + channel;
    let arrival = this.numbers.get(row, action);
    if (arrival < 0) {
      arrival = this.action.length;
      this.numbers.set(row, action, arrival);
      this.channel.push(channel);
      this.action.push(action);
      this.receiver.push(component);
      (this.byAction[component]![action] ??= []).push(arrival);
    }
    return arrival;
  }

  /** Those that are this action of a component, over whichever channel. */
  of(component: number, action: number): readonly number[] {
    return this.byAction[component]![action] ?? NONE;
  }
}
