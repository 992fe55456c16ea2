/** The end of a list. */
const END = -1;
/** The channel stands in no list. */
const NOWHERE = -2;

/** Lists of channels, in the order in which they were added. A channel stands once in one of them at most. */
export class ChannelLists {
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  /** By channel: the next one of its list. */
  private next = new Int32Array(64).fill(NOWHERE);

  constructor(lists: number) {
    this.first = new Int32Array(lists).fill(END);
    this.last = new Int32Array(lists);
  }

  /** Adds a channel behind all others, unless it is there. */
  add(list: number, channel: number): void {
    if (channel >= this.next.length) {
      const longer = new Int32Array(2 * channel).fill(NOWHERE);
      longer.set(this.next);
      this.next = longer;
    }
    if (this.next[channel] !== NOWHERE) return;
    if (this.first[list] === END) this.first[list] = channel;
    else this.next[this.last[list]!] = channel;
    this.last[list] = channel;
    this.next[channel] = END;
  }

  /** Takes out the first channel of a list; -1 where there is none. */
  take(list: number): number {
    const channel = this.first[list]!;
    if (channel === END) return END;
    this.first[list] = this.next[channel]!;
    this.next[channel] = NOWHERE;
    return channel;
  }
}
