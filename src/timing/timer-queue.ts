import type { WaitingTimers } from './waiting-timers.js';

/** Timers by the time at which they are due, and by an order of their own: a binary heap of their numbers. */
export class TimerQueue implements WaitingTimers {
  private heap = new Int32Array(64);
  private count = 0;
  /** By timer. */
  private dueNs = new Float64Array(64);
  /** By timer: decides among those that are due at the same time. The lowest is first. */
  private order = new Float64Array(64);

  push(timer: number, dueNs: number, order: number): void {
    if (this.count === this.heap.length) this.heap = longer(this.heap, new Int32Array(2 * this.count));
    if (timer >= this.dueNs.length) {
      this.dueNs = longer(this.dueNs, new Float64Array(2 * timer));
      this.order = longer(this.order, new Float64Array(2 * timer));
    }
    this.dueNs[timer] = dueNs;
    this.order[timer] = order;
    const { heap } = this;
    let at = this.count++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(dueNs, order, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = timer;
  }

  peek(): number {
    return this.count === 0 ? -1 : this.heap[0]!;
  }

  get nextNs(): number {
    return this.dueNs[this.heap[0]!]!;
  }

  pop(): void {
    const { heap, dueNs, order } = this;
    const count = --this.count;
    const last = heap[count]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      let timer = heap[child]!;
      if (child + 1 < count) {
        const other = heap[child + 1]!;
        if (this.isBefore(dueNs[other]!, order[other]!, timer)) {
          timer = other;
          child++;
        }
      }
      if (!this.isBefore(dueNs[timer]!, order[timer]!, last)) break;
      heap[at] = timer;
      at = child;
    }
    heap[at] = last;
  }

  /** Whether a timer that is due then, with this order, comes before another. */
  private isBefore(dueNs: number, order: number, other: number): boolean {
    const otherNs = this.dueNs[other]!;
    return dueNs < otherNs || (dueNs === otherNs && order < this.order[other]!);
  }
}

function longer<T extends Int32Array | Float64Array>(old: T, bigger: T): T {
  bigger.set(old);
  return bigger;
}
