/** Why work has to end before it is done. */
export type Expiry = 'seconds' | 'memory' | 'interrupted';

/** Ends work from outside. An `AbortSignal` is one. */
export interface StopSignal {
  readonly aborted: boolean;
}

/** Decides how long work may go on. */
export interface Deadline {
  /** Why the work has to end, once it has to. Asked before each slow question, so it must be cheap. */
  expiry(): Expiry | undefined;
}

/**
 * Thrown out of the middle of work whose deadline has passed, for whoever set the deadline. It is no error of anybody's: what was being
 * worked on counts as not begun.
 */
export class Expired extends Error {
  override readonly name = 'Expired';

  constructor(readonly reason: Expiry) {
    super(`the work was ended: ${reason}`);
  }
}

/**
 * The deadline of the work that is being done now. All such work is synchronous, so that a variable is enough; handing it through every
 * table down to each question would say no more.
 */
let current: Deadline | undefined;

/** Called at each `tick`: the last moment at which something can be told before a function of the user's that may never return. */
let listener: (() => void) | undefined;

/** Does work with `heard`, if there is one, called at every tick. */
export function listeningToTicks<T>(heard: (() => void) | undefined, work: () => T): T {
  if (heard === undefined) return work();
  const before = listener;
  listener = heard;
  try {
    return work();
  } finally {
    listener = before;
  }
}

/** Called before anything that may take long: a question to XState, a user's predicate. @throws Expired when the deadline has passed */
export function tick(): void {
  listener?.();
  const reason = current?.expiry();
  if (reason !== undefined) throw new Expired(reason);
}

/** Does work under a deadline, which is the only one while it is done. `undefined`: without any. */
export function within<T>(deadline: Deadline | undefined, work: () => T): T {
  const before = current;
  current = deadline;
  try {
    return work();
  } finally {
    current = before;
  }
}

/** The deadline that work started now is under, if any: a search within another one ends with it. */
export function presentDeadline(): Deadline | undefined {
  return current;
}
