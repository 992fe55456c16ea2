/** Timers that wait for their time: small integers, each once. Cancelled ones stay until they come up. */
export interface WaitingTimers {
  /** @param order decides among those that are due at the same time, where that is not the order in which they came: the lowest is first */
  push(timer: number, dueNs: number, order: number): void;
  /** The next timer, which stays; -1 where there is none. */
  peek(): number;
  /** When the timer that `peek` shows is due. */
  readonly nextNs: number;
  /** Takes out the timer that `peek` shows. */
  pop(): void;
}
