import type { Reaction } from './reaction.js';

/** A remembered reaction, in integers. */
export interface Answer {
  readonly handled: boolean;
  /** Id of the next local state. */
  readonly next: number;
  /**
   * Channel index and event id, alternating, in sending order. Of a behaviour that several components have: the port and -1, as the channel
   * depends on which of them it is.
   */
  readonly sends: readonly number[];
  /** What monitors hear, in order: index of the monitor and id of the emitted event, alternating. */
  readonly observations: readonly number[];
  /** No monitor hears anything, nothing is received within the step, and each message goes to a channel of its own, none to the sender. */
  readonly isPlain: boolean;
  /** Everything that is emitted, whether a monitor hears it or not. */
  readonly emitted: Reaction['observations'];
  /** Timers started, with their delays: of interest in virtual time only. */
  readonly started: Reaction['started'];
}

/** No transition was enabled. */
export const NOT_HANDLED: Answer = {
  handled: false,
  next: -1,
  sends: [],
  observations: [],
  emitted: [],
  isPlain: false,
  started: [],
};
