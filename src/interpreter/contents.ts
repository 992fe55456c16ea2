import type { AnyEventObject } from 'xstate';
import type { ResolvedChannelSpec } from '../network/channel.js';
import type { LocalState } from './local-state.js';

/** A channel and what waits in it; for a `fifo` the head comes first. */
export interface ChannelContents {
  readonly from: string;
  readonly to: string;
  readonly spec: ResolvedChannelSpec;
  readonly messages: readonly AnyEventObject[];
}

/** A global state in XState's own terms, whichever way it is held. */
export interface StateContents {
  readonly locals: readonly LocalState[];
  readonly monitors: readonly LocalState[];
  /** In any order; channels that are empty may be missing. */
  readonly channels: readonly ChannelContents[];
}
