import type { WaitingTimers } from './waiting-timers.js';

/** Spreads times over the places of a table: 2^32 divided by the golden ratio. */
const SPREAD = 0x9e3779b1;
const HASH_BITS = 32;

/** No timer, list or place. */
const NONE = -1;

/**
 * Timers by the time at which they are due; those that are due at the same time in the order in which they came: a list for each time, found by the time,
 * and a binary heap of the lists. Where many timers are due at a time, a timer costs the same however many there are.
 */
export class TimerLists implements WaitingTimers {
  /** By timer: the next one of its list. */
  private next = new Int32Array(64);
  /** By list: its time, and its first and last timer. A list serves again when it is empty. */
  private dueNs = new Float64Array(32);
  private first = new Int32Array(32);
  private last = new Int32Array(32);
  private readonly free: number[] = [];
  private heap = new Int32Array(32);
  private count = 0;
  /** Open addressing: at the place of a time, or at one of those that follow, the list of the time; `NONE` ends the looking. */
  private places = new Int32Array(64).fill(NONE);
  private bits = 6;

  get nextNs(): number {
    return this.dueNs[this.heap[0]!]!;
  }

  push(timer: number, dueNs: number): void {
    if (timer >= this.next.length) this.next = longer(this.next, new Int32Array(2 * timer));
    const { places, dueNs: times } = this;
    const mask = places.length - 1;
    let place = this.placeOf(dueNs);
    for (;;) {
      const list = places[place]!;
      if (list === NONE) break;
      if (times[list] === dueNs) {
        this.next[this.last[list]!] = timer;
        this.last[list] = timer;
        this.next[timer] = NONE;
        return;
      }
      place = (place + 1) & mask;
    }
    this.begin(timer, dueNs, place);
  }

  peek(): number {
    return this.count === 0 ? NONE : this.first[this.heap[0]!]!;
  }

  pop(): void {
    const list = this.heap[0]!;
    const next = this.next[this.first[list]!]!;
    if (next === NONE) this.end(list);
    else this.first[list] = next;
  }

  /** Begins the list of a time, which is to be found at a place. */
  private begin(timer: number, dueNs: number, place: number): void {
    const list = this.free.pop() ?? this.count;
    if (list === this.dueNs.length) this.grow();
    this.dueNs[list] = dueNs;
    this.first[list] = timer;
    this.last[list] = timer;
    this.next[timer] = NONE;
    this.places[place] = list;
    this.rise(list, this.count++);
    if (2 * this.count > this.places.length) this.spread();
  }

  /** The first list of the heap is over. */
  private end(list: number): void {
    this.forget(this.dueNs[list]!);
    this.free.push(list);
    const last = this.heap[--this.count]!;
    if (this.count > 0) this.sink(last);
  }

  /** Puts a list into the heap, which has a gap at the end. */
  private rise(list: number, gap: number): void {
    const { heap, dueNs } = this;
    const time = dueNs[list]!;
    let at = gap;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (time > dueNs[heap[parent]!]!) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = list;
  }

  /** Puts a list into the heap, which has a gap at the front. */
  private sink(list: number): void {
    const { heap, dueNs, count } = this;
    const time = dueNs[list]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      if (child + 1 < count && dueNs[heap[child + 1]!]! < dueNs[heap[child]!]!) child++;
      if (dueNs[heap[child]!]! > time) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = list;
  }

  private placeOf(ns: number): number {
    return Math.imul(ns ^ (ns / 2 ** HASH_BITS), SPREAD) >>> (HASH_BITS - this.bits);
  }

  /** Takes a time out of the places: those behind it that would not be found any more move up. */
  private forget(ns: number): void {
    const { places, dueNs } = this;
    const mask = places.length - 1;
    let gap = this.placeOf(ns);
    while (dueNs[places[gap]!] !== ns) gap = (gap + 1) & mask;
    for (let at = (gap + 1) & mask; places[at] !== NONE; at = (at + 1) & mask) {
      const home = this.placeOf(dueNs[places[at]!]!);
      if (((at - home) & mask) < ((at - gap) & mask)) continue;
      places[gap] = places[at]!;
      gap = at;
    }
    places[gap] = NONE;
  }

  /** Makes twice as many places. */
  private spread(): void {
    this.bits++;
    const places = new Int32Array(2 * this.places.length).fill(NONE);
    const mask = places.length - 1;
    for (let at = 0; at < this.count; at++) {
      const list = this.heap[at]!;
      let place = this.placeOf(this.dueNs[list]!);
      while (places[place] !== NONE) place = (place + 1) & mask;
      places[place] = list;
    }
    this.places = places;
  }

  private grow(): void {
    const length = 2 * this.dueNs.length;
    this.dueNs = longer(this.dueNs, new Float64Array(length));
    this.first = longer(this.first, new Int32Array(length));
    this.last = longer(this.last, new Int32Array(length));
    this.heap = longer(this.heap, new Int32Array(length));
  }
}

function longer<T extends Int32Array | Float64Array>(old: T, bigger: T): T {
  bigger.set(old);
  return bigger;
}
