/** A reaction that waits for its first synchronous receiver to be able to take part. */
export interface Waiting {
  readonly component: number;
  readonly arrival: number;
  readonly code: number;
}

export interface Gate {
  readonly receiver: number;
  readonly action: number;
  isOpen: boolean;
  readonly waiting: Waiting[];
}

/** What waits in a `fifo` in one of the states. */
interface Queue {
  readonly events: readonly number[];
  at: number;
}

/** What comes in over a `fifo`, in its order: contents first, then what is sent. */
export interface Line {
  readonly index: number;
  readonly queues: readonly Queue[];
  /** What is sent waits until one of the contents has been taken. */
  isOpen: boolean;
  readonly sent: number[];
}
