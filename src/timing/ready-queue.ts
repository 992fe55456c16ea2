/** Channels with messages that may be received now, each once: the one that has been ready for longest is next, or any one. */
export class ReadyQueue {
  private readonly channels: number[] = [];
  private first = 0;
  private readonly isQueued: boolean[] = [];

  /** @param nextRandom makes the order random, if it is given */
  constructor(private readonly nextRandom: (() => number) | undefined) {}

  get length(): number {
    return this.channels.length - this.first;
  }

  add(channel: number): void {
    if (this.isQueued[channel] === true) return;
    this.isQueued[channel] = true;
    this.channels.push(channel);
  }

  /** Takes out the next one of at least one. */
  take(): number {
    const { channels, nextRandom } = this;
    if (nextRandom !== undefined) {
      const at = this.first + ((nextRandom() >>> 0) % this.length);
      [channels[this.first], channels[at]] = [channels[at]!, channels[this.first]!];
    }
    const channel = channels[this.first++]!;
    if (this.first === channels.length) {
      channels.length = 0;
      this.first = 0;
    }
    this.isQueued[channel] = false;
    return channel;
  }
}
