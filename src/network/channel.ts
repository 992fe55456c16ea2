import { CheckError } from './errors.js';

/**
 * How messages travel from one component to another.
 *
 * | kind | what is waiting | what may be received next |
 * |---|---|---|
 * | `sync` | nothing: the message is received within the step that sends it, in sending order | |
 * | `fifo` | a queue | its head |
 * | `bag`  | a multiset | any message |
 * | `set`  | a set of facts that never leave | any message, again and again, whenever the receiver would take it |
 */
export type ChannelKind = 'sync' | 'fifo' | 'bag' | 'set';

/** The description of a channel. Everything but `kind` may be left out. */
export interface ChannelSpec {
  readonly kind: ChannelKind;
  /** Most messages that wait at once, 1 or more. Default: no limit. Not for `sync`, which holds none. */
  readonly capacity?: number;
  /** What a full channel does: `block` the sender's step (default) or count as a violation (`error`). */
  readonly whenFull?: 'block' | 'error';
  /** A fault step may drop any message that could be received next. Default: false. */
  readonly lossy?: boolean;
  /** A fault step may deliver a message and leave it waiting too. Default: false. */
  readonly duplicating?: boolean;
  /**
   * A message that its receiver does not take now waits until it can be taken, instead of being an unspecified reception.
   * On `sync` the sender's step waits: a rendezvous. A `set` always defers. Default: false.
   */
  readonly deferring?: boolean;
  /**
   * Messages of one sender and receiver share a channel when their descriptions are equal; two descriptions that differ
   * in `lane` only are two channels with no order between them.
   */
  readonly lane?: string;
}

/** Channels by function of sender, receiver and event. */
export type ChannelFunction = (from: string, to: string, event: { readonly type: string }) => ChannelSpec;

/** Channels by table: the pair `'from -> to'` decides first, then the event type, then `default` (`fifo` if left out). */
export interface ChannelTable {
  readonly default?: ChannelSpec;
  readonly events?: Readonly<Record<string, ChannelSpec>>;
  readonly pairs?: Readonly<Record<string, ChannelSpec>>;
}

export type Channels = ChannelFunction | ChannelTable;

/** A channel description with every default filled in. `capacity` is `Infinity` where none was given. */
export type ResolvedChannelSpec = Required<ChannelSpec>;

const KINDS: readonly ChannelKind[] = ['sync', 'fifo', 'bag', 'set'];

/** Fills in defaults and refuses descriptions that contradict themselves. `where` names the channel in messages. */
export function resolveChannelSpec(spec: ChannelSpec, where: string): ResolvedChannelSpec {
  const kind = spec?.kind;
  if (!KINDS.includes(kind)) {
    throw new CheckError(`The channel ${where} has kind '${kind}'; use one of ${KINDS.join(', ')}.`);
  }
  const resolved: ResolvedChannelSpec = {
    kind,
    capacity: spec.capacity ?? Number.POSITIVE_INFINITY,
    whenFull: spec.whenFull ?? 'block',
    lossy: spec.lossy ?? false,
    duplicating: spec.duplicating ?? false,
    deferring: spec.deferring ?? kind === 'set',
    lane: spec.lane ?? '',
  };
  const { capacity } = resolved;
  if (capacity !== Number.POSITIVE_INFINITY && (!Number.isInteger(capacity) || capacity < 1)) {
    throw new CheckError(
      `The channel ${where} has capacity ${capacity}; a capacity is a whole number of at least 1.`,
    );
  }
  if (kind === 'sync' && (spec.capacity !== undefined || resolved.lossy || resolved.duplicating)) {
    throw new CheckError(
      `The channel ${where} is 'sync', which holds no message: it takes no capacity and cannot be lossy or duplicating. Use 'fifo' with a capacity instead.`,
    );
  }
  if (kind === 'set' && (resolved.duplicating || spec.deferring === false)) {
    throw new CheckError(
      `The channel ${where} is a 'set', whose messages stay and wait by nature: leave 'duplicating' and 'deferring' out.`,
    );
  }
  return resolved;
}

/** The resolved description of the channel that carries `event` between two components. */
export function channelSpecFor(
  channels: Channels,
  from: string,
  to: string,
  event: { readonly type: string },
): ResolvedChannelSpec {
  const where = `${from} -> ${to} for ${event.type}`;
  if (typeof channels === 'function') return resolveChannelSpec(channels(from, to, event), where);
  const spec =
    own(channels.pairs, `${from} -> ${to}`) ?? own(channels.events, event.type) ?? channels.default;
  return resolveChannelSpec(spec ?? { kind: 'fifo' }, where);
}

/** An event may have any type: what a table inherits is not in it. */
function own(table: Readonly<Record<string, ChannelSpec>> | undefined, name: string) {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Whether messages of one sender and receiver share a channel. */
export function sameChannel(one: ResolvedChannelSpec, other: ResolvedChannelSpec): boolean {
  return (
    one.kind === other.kind &&
    one.capacity === other.capacity &&
    one.whenFull === other.whenFull &&
    one.lossy === other.lossy &&
    one.duplicating === other.duplicating &&
    one.deferring === other.deferring &&
    one.lane === other.lane
  );
}
