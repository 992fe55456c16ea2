const UNKNOWN = -1;
const ROOM_MIN = 4;

/**
 * Where the messages of each component go. A *sending* is what a machine calls the receiver, and the event; of a component it is a channel, and the event at
 * the receiver.
 */
export class Sendings {
  /** By component: where its sendings begin in `ints`, two integers each. */
  private readonly starts: Int32Array;
  /** By component: room for so many. */
  private readonly room: Int32Array;
  private ints = new Int32Array(256);
  private length = 0;

  constructor(components: number) {
    this.starts = new Int32Array(components);
    this.room = new Int32Array(components);
  }

  /** The channel of a sending, which must have room; -1 where it is not known. */
  channelOf(component: number, sending: number): number {
    return this.ints[this.starts[component]! + 2 * sending]!;
  }

  eventOf(component: number, sending: number): number {
    return this.ints[this.starts[component]! + 2 * sending + 1]!;
  }

  /** Makes room for so many sendings of components that are alike. */
  makeRoom(components: readonly number[], sendings: number): void {
    if (sendings <= this.room[components[0]!]!) return;
    const room = Math.max(ROOM_MIN, 2 * sendings);
    const length = this.length + 2 * room * components.length;
    if (length > this.ints.length) {
      const longer = new Int32Array(2 * length);
      longer.set(this.ints);
      this.ints = longer;
    }
    const { ints, starts } = this;
    for (const component of components) {
      const before = starts[component]!;
      ints.fill(UNKNOWN, this.length, this.length + 2 * room);
      ints.copyWithin(this.length, before, before + 2 * this.room[component]!);
      starts[component] = this.length;
      this.room[component] = room;
      this.length += 2 * room;
    }
  }

  /** Where a sending of a component goes, which must have room for it. */
  connect(component: number, sending: number, channel: number, event: number): void {
    const at = this.starts[component]! + 2 * sending;
    this.ints[at] = channel;
    this.ints[at + 1] = event;
  }
}
