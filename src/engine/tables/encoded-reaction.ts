import type { AnyEventObject } from 'xstate';
import type { Reaction } from '../../interpreter/reaction.js';

/** A remembered reaction, in integers. */
export interface EncodedReaction {
  readonly handled: boolean;
  /** Id of the next local state. */
  readonly next: number;
  /**
   * What the machine does besides, in the order of its actions, two integers for each. A message: index of its channel, and id of the event at
   * the receiver. An emitted event, once for each monitor that hears it: -1 minus the index of the monitor, and the id of the observation.
   */
  readonly effects: readonly number[];
  /** No monitor hears anything, nothing is received within the step, and each message goes to a channel of its own, none to the sender. */
  readonly isPlain: boolean;
  /** Everything that is emitted, whether a monitor hears it or not. */
  readonly emitted: readonly AnyEventObject[];
  /** Of each of these, how many messages are sent before; none at all where nothing is. */
  readonly emittedBehind: readonly number[];
  readonly timing: Reaction['timing'];
  readonly started: readonly string[];
  /** When and how a function of the machine throws; `undefined` where none does. */
  readonly thrown: string | undefined;
  /** The component itself takes no part: a delayed message of its falls due. */
  readonly isRelay: boolean;
}

/** No transition was enabled. */
export const NOT_HANDLED: EncodedReaction = {
  handled: false,
  next: -1,
  effects: [],
  isPlain: false,
  emitted: [],
  emittedBehind: [],
  timing: [],
  started: [],
  thrown: undefined,
  isRelay: false,
};
