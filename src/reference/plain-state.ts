import type { AnyEventObject } from 'xstate';
import { canonicalKey } from '../network/canonical.js';
import type { ChannelContents, StateContents } from '../interpreter/contents.js';
import type { LocalState } from '../interpreter/local-state.js';
import { referenceKey } from './plain-local-key.js';

/** A global state in XState's own terms. */
export interface PlainState {
  readonly locals: readonly LocalState[];
  readonly monitors: readonly LocalState[];
  /** By sender, receiver and description; channels that are empty may be missing. */
  readonly channels: ReadonlyMap<string, ChannelContents>;
  /** What was emitted on the way here, in order. No part of the state: see `key`. */
  readonly observed: readonly AnyEventObject[];
  /** By number of the monitor, what made it enter a state tagged `violation` on the way here. No part of the state either. */
  readonly causes: ReadonlyMap<number, AnyEventObject>;
}

/** Equal keys exactly for equal global states, whichever way they are held. */
export function stateKey({ locals, monitors, channels }: StateContents): string {
  const contents = channels.filter(({ messages }) => messages.length > 0).map(channelKey);
  contents.sort();
  return [...[...locals, ...monitors].map(keyOf), ...contents].join('\n');
}

const knownKeys = new WeakMap<LocalState, string>();

/** Local states do not change, and most of a global state is that of the one before. */
function keyOf(local: LocalState): string {
  let key = knownKeys.get(local);
  if (key === undefined) {
    key = referenceKey(local);
    knownKeys.set(local, key);
  }
  return key;
}

const knownChannelKeys = new WeakMap<ChannelContents, string>();

/** Equal keys exactly for equal channels with equal contents. */
export function channelKey(channel: ChannelContents): string {
  let key = knownChannelKeys.get(channel);
  if (key === undefined) {
    const { from, to, spec, messages } = channel;
    const keys = messages.map((event) => canonicalKey(event, 'message'));
    key = canonicalKey([from, to, spec, spec.kind === 'fifo' ? keys : keys.sort()], 'channel');
    knownChannelKeys.set(channel, key);
  }
  return key;
}

/** Whether two states have equal keys: most of a state is that of the one before it, and is not looked at. */
export function sameState(one: PlainState, other: PlainState): boolean {
  const sameLocals = (locals: readonly LocalState[], others: readonly LocalState[]) =>
    locals.every((local, at) => local === others[at] || keyOf(local) === keyOf(others[at]!));
  const keyIn = ({ channels }: PlainState, key: string) => {
    const channel = channels.get(key);
    return channel === undefined || channel.messages.length === 0 ? 'empty' : channelKey(channel);
  };
  return (
    sameLocals(one.locals, other.locals) &&
    sameLocals(one.monitors, other.monitors) &&
    [...one.channels.keys(), ...other.channels.keys()].every((key) => keyIn(one, key) === keyIn(other, key))
  );
}

/** Each event once, where it comes first. */
export function distinct(events: readonly AnyEventObject[]): AnyEventObject[] {
  return [
    ...new Map(events.map((event) => [canonicalKey(event, 'message'), event] as const).reverse()).values(),
  ].reverse();
}
