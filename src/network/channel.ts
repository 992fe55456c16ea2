import { CheckError, messageOf } from './errors.js';
import { KEYS, refuseUnknownKeys } from './known-keys.js';
import { quotedWhereNeeded } from './quoted.js';

/**
 * How messages travel from one component to another.
 *
 * | kind | what is waiting | what may be received next |
 * |---|---|---|
 * | `sync` | nothing: the message is received within the step that sends it, at once by an idle receiver, by a busy one when it has performed its own list | |
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
  /** What a full channel does: `block` the sender's step (default) or count as a violation (`error`, with a `capacity` only). */
  readonly whenFull?: 'block' | 'error';
  /** A fault step may lose any waiting message, of a queue too, not only its head. Default: false. */
  readonly lossy?: boolean;
  /** A fault step may deliver a message that could be received next, and leave it waiting too. Default: false. */
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

/** `Channels` between components with these ids, for events of these types. */
export type ChannelsOf<Ids extends string, Types extends string> =
  | ((from: Ids, to: Ids, event: { readonly type: string }) => ChannelSpec)
  | {
      readonly default?: ChannelSpec;
      readonly events?: Rules<Types, Types>;
      readonly pairs?: Rules<Ids, `${Ids} -> ${Ids}`>;
    };

/** Channels by these keys, or by any where the `names` that they are made of are not known. */
type Rules<Names extends string, Keys extends string> = string extends Names
  ? Readonly<Record<string, ChannelSpec>>
  : { readonly [Key in Keys]?: ChannelSpec };

/** A channel description with every default filled in. `capacity` is `Infinity` where none was given. */
export type ResolvedChannelSpec = Required<ChannelSpec>;

const KINDS: readonly ChannelKind[] = ['sync', 'fifo', 'bag', 'set'];

/** In which order channels of one pair are told: by lane first, then queues before what has no order. */
export function compareChannels(one: ResolvedChannelSpec, other: ResolvedChannelSpec): number {
  const [first, second] = [orderKey(one), orderKey(other)];
  return first < second ? -1 : Number(first > second);
}

const orderKey = ({ lane, kind, capacity, ...rules }: ResolvedChannelSpec): string => {
  const { whenFull, lossy, duplicating, deferring } = rules;
  return JSON.stringify([
    lane,
    KINDS.indexOf(kind),
    String(capacity),
    whenFull,
    lossy,
    duplicating,
    deferring,
  ]);
};

/** Fills in defaults and refuses descriptions that contradict themselves. `where` names the channel in messages. */
export function resolveChannelSpec(spec: ChannelSpec, where: string): ResolvedChannelSpec {
  const kind = spec?.kind;
  if (!KINDS.includes(kind)) {
    throw new CheckError(`The channel ${where} has kind '${kind}'; use one of ${KINDS.join(', ')}.`);
  }
  refuseUnknownKeys(spec, KEYS.channel, `The channel ${where}`);
  refuseWrongValues(spec, where);
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
  if (resolved.whenFull === 'error' && capacity === Number.POSITIVE_INFINITY) {
    const mend = kind === 'sync' ? "Leave 'whenFull' out." : "Give it a 'capacity', or leave 'whenFull' out.";
    throw new CheckError(
      `The channel ${where} has whenFull 'error' and no capacity, so that it is never full. ${mend}`,
    );
  }
  if (kind === 'set' && (resolved.duplicating || spec.deferring === false)) {
    throw new CheckError(
      `The channel ${where} is a 'set', whose messages stay and wait by nature: leave 'duplicating' and 'deferring' out.`,
    );
  }
  return resolved;
}

/** What the types exclude, and JavaScript does not: a misspelt word, or one in place of a truth value, would count as the other. */
function refuseWrongValues(spec: ChannelSpec, where: string): void {
  const { whenFull, lane, capacity } = spec;
  // From JavaScript: '2' would be shown as 2.
  if (typeof (capacity ?? 1) !== 'number')
    throw new CheckError(
      `The channel ${where} has capacity '${String(capacity)}', which is no number; a capacity is a whole number of at least 1.`,
    );
  if (whenFull !== undefined && whenFull !== 'block' && whenFull !== 'error') {
    throw new CheckError(`The channel ${where} has whenFull '${String(whenFull)}'; use 'block' or 'error'.`);
  }
  if (lane !== undefined && typeof lane !== 'string')
    throw new CheckError(`The channel ${where} has a lane that is no text; name it by a string.`);
  for (const option of ['lossy', 'duplicating', 'deferring'] as const) {
    const value = spec[option];
    if (value !== undefined && typeof value !== 'boolean')
      throw new CheckError(`The channel ${where} has ${option} '${String(value)}'; use true or false.`);
  }
}

/**
 * The resolved description of the channel that carries `event` between two components.
 *
 * @param known those of a table that have been resolved
 */
export function channelSpecFor(
  channels: Channels,
  from: string,
  to: string,
  event: { readonly type: string },
  known?: Map<ChannelSpec, ResolvedChannelSpec>,
): ResolvedChannelSpec {
  const where = () => `${from} -> ${to} for ${quotedWhereNeeded(event.type)}`;
  if (typeof channels === 'function') return specByFunction(() => channels(from, to, event), where());
  const { pairs, events } = channels;
  const ofPair = pairs === undefined ? undefined : ruleOf(pairs, `${from} -> ${to}`);
  const spec = ofPair ?? ruleOf(events, event.type) ?? channels.default ?? FIFO;
  let resolved = known?.get(spec);
  if (resolved === undefined) {
    resolved = resolveChannelSpec(spec, where());
    known?.set(spec, resolved);
  }
  return resolved;
}

const FIFO: ChannelSpec = { kind: 'fifo' };

/** What the user's function gives. It is asked twice, as one answer decides about all messages that are alike. */
function specByFunction(ask: () => ChannelSpec, where: string): ResolvedChannelSpec {
  const resolve = () => {
    try {
      return resolveChannelSpec(ask(), where);
    } catch (thrown) {
      if (thrown instanceof CheckError) throw thrown;
      throw new CheckError(
        `The function \`channels\` throws for the channel ${where}: ${messageOf(thrown)}. It must give a description for each message that is sent.`,
      );
    }
  };
  const resolved = resolve();
  if (!sameChannel(resolved, resolve())) {
    throw new CheckError(
      `The function \`channels\` gives two different descriptions of the channel ${where}; it must depend on sender, receiver and event only.`,
    );
  }
  return resolved;
}

/** What all objects have, `constructor` for one, is no rule. */
function ruleOf(
  rules: Readonly<Record<string, ChannelSpec>> | undefined,
  key: string,
): ChannelSpec | undefined {
  return rules !== undefined && Object.hasOwn(rules, key) ? rules[key] : undefined;
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
