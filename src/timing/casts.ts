import type { ChannelTable } from '../engine/tables/channel-table.js';
import type { Sendings } from './sendings.js';

/** A message over a `sync` channel within a step. Who takes part in the step is a *role*: 0 is who begins it. */
export interface CastSend {
  readonly from: number;
  /** See `Sendings`. */
  readonly sending: number;
  readonly to: number;
  /** Of the receiver. */
  readonly event: number;
}

/** Where messages go, and to whom. */
export interface CastNetwork {
  readonly components: number;
  readonly sendings: Sendings;
  readonly channels: readonly ChannelTable[];
  /** Equal for components that are alike. */
  readonly machineOf: (component: number) => number;
}

/** It is not known yet who takes part. */
const UNKNOWN = -1;
/** Messages of this component go other ways. */
const UNFIT = -2;
const NOBODY = -1;

/**
 * Who takes part in a step that some component begins, and which message brings each of them in: components that are alike, and whose neighbours
 * are, have one cast with other members.
 */
export class Cast {
  /** By component that begins: where its members stand, by role; or `UNKNOWN`, or `UNFIT`. */
  private readonly places: Int32Array;
  members = new Int32Array(64);
  private length = 0;

  constructor(
    /** By role. */
    private readonly machines: readonly number[],
    /** In the order in which they are sent by each role's reactions, one reaction after the other. */
    private readonly sends: readonly CastSend[],
    private readonly network: CastNetwork,
  ) {
    this.places = new Int32Array(network.components).fill(UNKNOWN);
  }

  /** Where the members stand in `members` if a component begins; negative where that is not known. */
  placeOf(component: number): number {
    const place = this.places[component]!;
    return place === UNKNOWN ? this.find(component) : place;
  }

  private find(component: number): number {
    const { sendings, channels, machineOf } = this.network;
    const found = this.machines.map(() => NOBODY);
    found[0] = component;
    for (const { from, sending, to, event } of this.sends) {
      const sender = found[from]!;
      const number = sendings.channelOf(sender, sending);
      if (number < 0) return UNKNOWN;
      const channel = channels[number]!;
      const receiver = channel.receiver.cell;
      const isRight =
        found[to] === NOBODY
          ? !found.includes(receiver) && machineOf(receiver) === this.machines[to]
          : found[to] === receiver;
      if (channel.cell >= 0 || sendings.eventOf(sender, sending) !== event || !isRight) {
        this.places[component] = UNFIT;
        return UNFIT;
      }
      found[to] = receiver;
    }
    return this.keep(component, found);
  }

  private keep(component: number, found: readonly number[]): number {
    const place = this.length;
    this.length += found.length;
    if (this.length > this.members.length) {
      const longer = new Int32Array(2 * this.length);
      longer.set(this.members);
      this.members = longer;
    }
    this.members.set(found, place);
    this.places[component] = place;
    return place;
  }
}
