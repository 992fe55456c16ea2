/** Channels with messages that may be received now, each once: the one that has been ready for longest is next, or any one. */
export class ReadyQueue {
  /** A ring: as long as a power of two. */
  private channels = new Int32Array(64);
  private first = 0;
  private count = 0;
  /** By channel. */
  private isQueued = new Uint8Array(64);

  /** @param nextRandom makes the order random, if it is given */
  constructor(private readonly nextRandom: (() => number) | undefined) {}

  get length(): number {
    return this.count;
  }

  add(channel: number): void {
    if (channel >= this.isQueued.length) {
      const longer = new Uint8Array(2 * channel);
      longer.set(this.isQueued);
      this.isQueued = longer;
    }
    if (this.isQueued[channel] === 1) return;
    this.isQueued[channel] = 1;
    if (this.count === this.channels.length) this.grow();
    this.channels[(this.first + this.count++) & (this.channels.length - 1)] = channel;
  }

  /** Takes out the next one of at least one. */
  take(): number {
    const { channels, first, nextRandom } = this;
    const mask = channels.length - 1;
    if (nextRandom !== undefined) {
      const at = (first + ((nextRandom() >>> 0) % this.count)) & mask;
      [channels[first], channels[at]] = [channels[at]!, channels[first]!];
    }
    const channel = channels[first]!;
    this.first = (first + 1) & mask;
    this.count--;
    this.isQueued[channel] = 0;
    return channel;
  }

  private grow(): void {
    const { channels, first, count } = this;
    const longer = new Int32Array(2 * count);
    for (let at = 0; at < count; at++) longer[at] = channels[(first + at) & (count - 1)]!;
    this.channels = longer;
    this.first = 0;
  }
}
