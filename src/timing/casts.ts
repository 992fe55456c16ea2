import type { KnownChannels } from './known-channels.js';
import type { KnownMachine } from './known-machine.js';
import type { KnownReactions } from './known-reactions.js';

/** A message over a `sync` channel within a step. Who takes part in the step is a *role*: 0 is who begins it. */
export interface CastSend {
  readonly from: number;
  /** See `Sendings`. */
  readonly sending: number;
  readonly to: number;
  /** Of the receiver. */
  readonly event: number;
}

/** It is not known yet who takes part. */
const UNKNOWN = -1;
/** Messages of this component go other ways. */
const UNFIT = -2;

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
    private readonly machines: readonly KnownMachine[],
    /** Each role but 0 is received in before it sends, and first in the order of their numbers. */
    private readonly sends: readonly CastSend[],
    components: number,
  ) {
    this.places = new Int32Array(components).fill(UNKNOWN);
  }

  get size(): number {
    return this.machines.length;
  }

  /** Where the members stand in `members` if a component begins; negative where that is not known. */
  placeOf(component: number, known: KnownReactions, channels: KnownChannels): number {
    const place = this.places[component]!;
    return place === UNKNOWN ? this.find(component, known, channels) : place;
  }

  private find(component: number, known: KnownReactions, channels: KnownChannels): number {
    const { sendings } = known;
    const found = [component];
    for (const { from, sending, to, event } of this.sends) {
      const sender = found[from]!;
      const channel = sendings.channelOf(sender, sending);
      if (channel < 0) return UNKNOWN;
      const receiver = channels.receiverOf(channel);
      const isNew = to === found.length;
      const isRight = isNew
        ? !found.includes(receiver) && known.machineOf(receiver) === this.machines[to]
        : found[to] === receiver;
      if (channels.cellOf(channel) >= 0 || sendings.eventOf(sender, sending) !== event || !isRight) {
        this.places[component] = UNFIT;
        return UNFIT;
      }
      if (isNew) found.push(receiver);
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
