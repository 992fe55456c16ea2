import type { AnyEventObject } from 'xstate';

/** A timer that has been started. */
export interface QueuedTimer {
  readonly dueNs: number;
  /** Decides among timers that are due at the same time: the lowest is first. */
  readonly order: number;
  readonly component: number;
  /** See `PendingTimer`. */
  readonly id: string | undefined;
  readonly key: string;
  /** It is not the component's own: the environment sends it this event. */
  readonly stimulus?: AnyEventObject;
  /** See `PendingTimer`. */
  isCancellable: boolean;
  isCancelled: boolean;
}

/** Timers by the time at which they are due: a binary heap. Cancelled ones stay in it until they come up. */
export class TimerQueue {
  private readonly heap: QueuedTimer[] = [];

  push(timer: QueuedTimer): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(timer);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(timer, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = timer;
  }

  /** The next timer that is not cancelled; it stays in the queue. */
  peek(): QueuedTimer | undefined {
    while (this.heap.length > 0 && this.heap[0]!.isCancelled) this.pop();
    return this.heap[0];
  }

  /** Takes out the timer that `peek` showed. */
  pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(one: QueuedTimer, other: QueuedTimer): boolean {
  return one.dueNs < other.dueNs || (one.dueNs === other.dueNs && one.order < other.order);
}
