import { hasTokenAtStart, holdNsOf, RING_STATIONS } from '../timing/ring.js';

/** What the loop came to. */
export interface RingRun {
  /** When the last step happened. */
  readonly endNs: number;
  /** Times that a token was passed on, and times that one was received. */
  readonly steps: number;
}

/**
 * The ring of stations as a loop over a binary heap, written for it alone: a station that holds a token stands in the heap, with the time at which it passes
 * it on.
 *
 * @param untilNs what happens up to this time counts
 */
export function ringLoop(untilNs: number): RingRun {
  // Each station is in the heap once at most.
  const dueNs = new Float64Array(RING_STATIONS + 1);
  const heap = new Int32Array(RING_STATIONS + 1);
  const waiting = new Int32Array(RING_STATIONS);
  const isHolding = new Uint8Array(RING_STATIONS);
  let length = 0;
  let nowNs = 0;
  let steps = 0;

  const hold = (station: number): void => {
    isHolding[station] = 1;
    const due = nowNs + holdNsOf(station);
    let at = length++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (dueNs[parent]! <= due) break;
      dueNs[at] = dueNs[parent]!;
      heap[at] = heap[parent]!;
      at = parent;
    }
    dueNs[at] = due;
    heap[at] = station;
  };
  const removeFirst = (): void => {
    const due = dueNs[--length]!;
    const last = heap[length]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      if (child + 1 < length && dueNs[child + 1]! < dueNs[child]!) child++;
      if (dueNs[child]! >= due) break;
      dueNs[at] = dueNs[child]!;
      heap[at] = heap[child]!;
      at = child;
    }
    dueNs[at] = due;
    heap[at] = last;
  };
  const receive = (station: number): void => {
    if (isHolding[station] === 1 || waiting[station] === 0) return;
    waiting[station]!--;
    steps++;
    hold(station);
  };

  for (let station = 0; station < RING_STATIONS; station++) if (hasTokenAtStart(station)) hold(station);
  while (length > 0 && dueNs[0]! <= untilNs) {
    nowNs = dueNs[0]!;
    const station = heap[0]!;
    const next = (station + 1) % RING_STATIONS;
    removeFirst();
    steps++;
    isHolding[station] = 0;
    waiting[next]!++;
    receive(next);
    receive(station);
  }
  return { endNs: nowNs, steps };
}
