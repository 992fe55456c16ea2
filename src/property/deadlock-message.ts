import type { AnyEventObject, AnyStateMachine, AnyStateNode } from 'xstate';
import type { ChannelContents, StateContents } from '../interpreter/contents.js';
import { activeNodes, isAtRest, isDone, type LocalState } from '../interpreter/local-state.js';
import { timerNamesOf } from '../interpreter/machine-copies.js';
import { timerName } from '../interpreter/timer-set.js';
import { inspectEvent } from '../network/canonical.js';
import { isFor } from '../network/chart-names.js';
import type { Network } from '../network/network.js';
import { componentLabel, quoted, quotedWhereNeeded } from '../network/quoted.js';
import { isFaultStep, type Step } from '../network/step.js';
import { NAMED_MAX, type Placed, placedText } from './messages.js';

const HINT =
  'if it may stay so for ever, tag the state `rest` (a step whose observation nobody hears is no change)';

/** A state that has no way on may be meant as an end. */
const END_HINT = 'if it may stay so for ever, tag the state `rest`, or make it `final`';

type Contents = Pick<StateContents, 'locals' | 'channels'>;

/**
 * What is wrong with a state from which no step makes progress: who is neither done nor at rest, and what each of them waits for.
 *
 * @param enabled the steps that are enabled, in any order
 */
export function deadlockMessage(network: Network, contents: Contents, enabled: readonly Step[]): string {
  const stuck = [...contents.locals.keys()].filter((component) => !maySettle(contents.locals[component]!));
  const are = stuck.length === 1 ? 'is' : 'are';
  return [
    `no step makes progress, and ${placedText(placed(network, contents, stuck))} ${are} neither done nor at rest`,
    ...waitingTexts(network, contents, stuck, enabled),
  ].join('; ');
}

/**
 * Of components that are stuck while others go on.
 *
 * @param stuck their indices
 * @param enabled as for a deadlock
 */
export function stuckMessage(
  network: Network,
  contents: Contents,
  stuck: readonly number[],
  enabled: readonly Step[],
): string {
  const [are, them, theyAre] = stuck.length === 1 ? ['is', 'it', 'it is'] : ['are', 'them', 'they are'];
  return [
    `${placedText(placed(network, contents, stuck))} ${are} stuck: no step that can still come changes anything for ${them}, and ${theyAre} neither done nor at rest`,
    ...waitingTexts(network, contents, stuck, enabled),
  ].join('; ');
}

function placed({ componentIds }: Network, { locals }: Contents, components: readonly number[]): Placed[] {
  return components.map((component) => ({ id: componentIds[component]!, local: locals[component]! }));
}

/** Steps of components that cannot be taken, as somebody does not take what would be sent to him within them, or a channel has no room for it: in words, who and what. */
export interface Refusals {
  (component: number): readonly { readonly step: Step; readonly words: string }[];
}

/** What one component waits for, fact by fact, without its name. */
export interface WaitFacts {
  readonly component: number;
  readonly facts: readonly string[];
}

/**
 * What each of some components waits for.
 *
 * @param components indices of components none of whose steps changes anything
 * @param refusals tells who holds steps up; without it that is left open
 */
export function waitFacts(
  network: Network,
  contents: Contents,
  components: readonly number[],
  enabled: readonly Step[],
  refusals: Refusals,
): WaitFacts[] {
  return waitsOf(network, contents, components, enabled, refusals).map((each) => each.told());
}

function waitsOf(
  network: Network,
  { locals, channels }: Contents,
  components: readonly number[],
  enabled: readonly Step[],
  refusals: Refusals = () => [],
): Waiting[] {
  return components.slice(0, NAMED_MAX).map((index) => {
    const stuck = { id: network.componentIds[index]!, index, local: locals[index]! };
    return new Waiting(network, stuck, channels, enabled, refusals(index));
  });
}

/** Likewise, with what can be done about steps that change nothing. */
function waitingTexts(
  network: Network,
  contents: Contents,
  components: readonly number[],
  enabled: readonly Step[],
): string[] {
  const waits = waitsOf(network, contents, components, enabled);
  return [...waits.map((each) => each.text()), ...hints(waits)];
}

function hints(waits: readonly Waiting[]): string[] {
  if (waits.some(({ hasIdleSteps }) => hasIdleSteps)) return [HINT];
  return waits.some(({ isAtAnEnd }) => isAtAnEnd) ? [END_HINT] : [];
}

/** Whether a component may stay as it is for ever. */
export function maySettle(local: LocalState): boolean {
  return local.isDown || isDone(local) || isAtRest(local);
}

const NO_EVENT = 'handles no event';

/** What one component waits for, in words. Channels and messages are told in the order of their names: states do not tell one. */
class Waiting {
  /** What its state has transitions for that do something, and that do nothing. */
  private readonly handled: ReturnType<typeof handledTypes>;
  /** Its enabled steps, none of which changes anything. */
  private readonly idle: readonly Step[];
  private readonly incoming: readonly ChannelContents[];
  /** Channels from it that take no further message. */
  private readonly full: readonly ChannelContents[];

  constructor(
    private readonly network: Network,
    private readonly stuck: Placed & { readonly index: number },
    channels: readonly ChannelContents[],
    enabled: readonly Step[],
    private readonly refusals: ReturnType<Refusals>,
  ) {
    const { id, local } = stuck;
    this.handled = handledTypes(local);
    this.idle = enabled.filter((step) => !isFaultStep(step.kind) && actorOf(step) === id);
    const own = channels
      .filter(({ from, to, messages }) => messages.length > 0 && (from === id || to === id))
      .sort((one, other) => (channelLabel(one) < channelLabel(other) ? -1 : 1));
    this.incoming = own.filter(({ to }) => to === id);
    this.full = own.filter(
      ({ from, spec, messages }) =>
        from === id && spec.whenFull === 'block' && messages.length >= spec.capacity,
    );
  }

  get hasIdleSteps(): boolean {
    return this.idle.length > 0;
  }

  /** Nothing could happen to it. */
  get isAtAnEnd(): boolean {
    const { awaited, further } = this.parts();
    return awaited === NO_EVENT && further.length === 0;
  }

  text(): string {
    const { awaited, further } = this.parts();
    const subject = componentLabel(this.stuck.id);
    return awaited === undefined
      ? `${subject} waits: ${enumeration(further)}`
      : `${subject} ${enumeration([awaited, ...further])}`;
  }

  told(): WaitFacts {
    const { awaited, further } = this.parts();
    return { component: this.stuck.index, facts: [...(awaited === undefined ? [] : [awaited]), ...further] };
  }

  /** What would end the wait, and all else that could; of what only the environment gives, that is all. */
  private parts(): { readonly awaited: string | undefined; readonly further: readonly string[] } {
    const { handled, incoming } = this;
    const { index, local } = this.stuck;
    const told = local.actors.flatMap(({ events }) => events);
    const own = [...(this.network.components[index]!.stimuli ?? []), ...told];
    const fromOthers = (types: readonly string[]) =>
      types
        .filter((type) => !own.some((event) => event.type === type))
        .map((type) => (type === '*' ? 'any event' : quotedWhereNeeded(type)));
    const events = fromOthers(handled.awaited);
    const ignored = fromOthers(handled.ignored);
    const further = [...this.timers(), ...this.actors(), ...this.stimuli(own), ...this.messages()];
    if (handled.awaited.length === 0 && ignored.length > 0)
      return { awaited: `handles ${listed(ignored, ' and ')} without a change`, further };
    if (handled.awaited.length + handled.ignored.length === 0) return { awaited: NO_EVENT, further };
    if (events.length === 0) return { awaited: undefined, further };
    const forgotten = incoming.length === 0 ? ['nothing is on its way to it'] : [];
    return { awaited: `waits for ${listed(events, ' or ')}`, further: [...further, ...forgotten] };
  }

  private timers(): string[] {
    const { index, local } = this.stuck;
    const known = timerNamesOf(this.network.components[index]!.machine);
    const names = [...new Set(local.timers.map((timer) => timerName(timer, known)))];
    const firing = new Set(this.idle.flatMap((step) => (step.kind === 'timer' ? [step.timer] : [])));
    const idle = names.filter((name) => firing.has(name)).map(quoted);
    const held = names.filter((name) => !firing.has(name)).map(quoted);
    return [
      ...(idle.length === 1 ? [`its timer ${idle[0]} fires and changes nothing`] : []),
      ...(idle.length > 1 ? [`its timers ${listed(idle)} fire and change nothing`] : []),
      ...(held.length === 0
        ? []
        : [
            `its ${counted('timer', held)} held up by ${this.obstacle((step) => step.kind === 'timer' && held.includes(quoted(step.timer)))}`,
          ]),
    ];
  }

  private actors(): string[] {
    const silent = this.stuck.local.actors.filter(({ events, isOver }) => !isOver && events.length === 0);
    return silent.map(({ id }) => `its actor ${quoted(id)} runs and tells nothing`);
  }

  private stimuli(own: readonly AnyEventObject[]): string[] {
    const enabled = new Set(
      this.idle.flatMap((step) => (step.kind === 'stimulus' ? [inspectEvent(step.event)] : [])),
    );
    const [idle, others] = split(own, (event) => enabled.has(inspectEvent(event)));
    const [held, refused] = split(others, (event) => takes(this.stuck.local, event));
    const guarded = refused.filter(({ type }) => this.handled.awaited.includes(type));
    return [
      ...naming(idle, (names) => `${names} from the environment would change nothing`),
      ...naming(
        held,
        (names) =>
          `${names} from the environment would be held up by ${this.obstacle(isOf('stimulus', held))}`,
      ),
      ...naming(guarded, (names) => `its guards refuse ${names} from the environment`),
    ];
  }

  /** Of each channel to it, what it could receive next and what becomes of that. */
  private messages(): string[] {
    const clauses = this.incoming.slice(0, NAMED_MAX).flatMap((channel) => this.messagesOf(channel));
    const left = this.incoming.length - NAMED_MAX;
    return left > 0 ? [...clauses, `messages wait in ${left} more channels to it`] : clauses;
  }

  private messagesOf({ from, spec, messages }: ChannelContents): string[] {
    const offered = spec.kind === 'fifo' ? messages.slice(0, 1) : messages;
    const enabled = new Set(
      this.idle.flatMap((step) =>
        step.kind === 'deliver' && step.from === from && step.lane === spec.lane
          ? [inspectEvent(step.event)]
          : [],
      ),
    );
    const [received, waiting] = split(offered, (event) => enabled.has(inspectEvent(event)));
    const [held, refused] = split(waiting, (event) => takes(this.stuck.local, event));
    const behind = messages.length - 1;
    const source = `from ${componentLabel(from)}`;
    const more = spec.kind === 'fifo' && behind > 0 ? ` (${behind} more behind it)` : '';
    return [
      ...naming(received, (names) => `receives ${names} ${source} without a change`),
      ...naming(
        held,
        (names) => `is kept from ${names} ${source}${more} by ${this.obstacle(isOf('deliver', held))}`,
      ),
      ...naming(refused, (names) => `does not take ${names} ${source}${more}`),
    ];
  }

  /** Why a step of it is not enabled that it would take. */
  private obstacle(isOne: (step: Step) => boolean): string {
    const refused = this.refusals.filter(({ step }) => isOne(step)).map(({ words }) => words);
    if (refused.length > 0) return listed([...new Set(refused)]);
    // Nobody was asked: what is told must not exclude what may as well be so.
    const names = this.full.map((channel) => fullText(channel, channel.messages.length));
    const full = `the full ${names.length === 1 ? 'channel' : 'channels'} ${listed(names)}`;
    const { isRefusing, isBlocking } = obstaclesOf(this.network);
    return [
      ...(names.length > 0 ? [full] : []),
      ...(isRefusing || (names.length === 0 && !isBlocking)
        ? ['a receiver that does not take what it sends']
        : []),
      ...(names.length === 0 && isBlocking ? ['a channel without room for what it sends'] : []),
    ].join(' or ');
  }
}

/** Tells the steps that begin with one of some events. */
function isOf(kind: 'stimulus' | 'deliver', events: readonly AnyEventObject[]) {
  const known = new Set(events.map((event) => inspectEvent(event)));
  return (step: Step) => step.kind === kind && known.has(inspectEvent(step.event));
}

/** The types of events that the active states have transitions for, in document order; not of those that XState makes, and of those that may do something apart. */
function handledTypes(local: LocalState): { readonly awaited: string[]; readonly ignored: string[] } {
  const nodes = [...activeNodes(local)].sort((one, other) => one.order - other.order);
  const types = nodes.flatMap((node) => [...node.transitions.keys()]);
  const handled = [...new Set(types)].filter((type) => !type.startsWith('xstate.'));
  const leaves = nodes.filter(({ type }) => type === 'atomic' || type === 'final');
  const [awaited, ignored] = split(handled, (type) => leaves.some((leaf) => mayDoSomething(leaf, type)));
  return { awaited, ignored };
}

/** Whether an event may do something in a leaf state or one around it: the innermost that takes it hides the others. */
function mayDoSomething(leaf: AnyStateNode, type: string): boolean {
  for (let node: AnyStateNode | undefined = leaf; node !== undefined; node = node.parent) {
    const own = [...node.transitions].flatMap(([descriptor, all]) => (isFor(descriptor, type) ? all : []));
    if (own.some(({ target, actions }) => target !== undefined || actions.length > 0)) return true;
    if (own.some(({ guard }) => guard === undefined)) return false;
  }
  return false;
}

/** Whether a component in this state has a transition for an event, its guards asked. */
function takes({ snapshot }: LocalState, event: AnyEventObject): boolean {
  try {
    return (snapshot.machine as AnyStateMachine).getTransitionData(snapshot, event).length > 0;
  } catch {
    // A guard that throws is a violation of its own where it decides about a step.
    return false;
  }
}

/** The id of the component that acts in a step. */
export function actorOf(step: Step): string {
  return 'component' in step ? step.component : step.to;
}

/** What may hold steps up: a rendezvous that is refused, a channel that is full. Of channels that a function describes that is not known. */
function obstaclesOf({ channels }: Network): { readonly isRefusing: boolean; readonly isBlocking: boolean } {
  if (typeof channels === 'function') return { isRefusing: true, isBlocking: true };
  const { default: other, events = {}, pairs = {} } = channels;
  const specs = [other ?? { kind: 'fifo' as const }, ...Object.values(events), ...Object.values(pairs)];
  return {
    isRefusing: specs.some(({ kind, deferring }) => kind === 'sync' && deferring === true),
    isBlocking: specs.some(({ capacity, whenFull }) => capacity !== undefined && whenFull !== 'error'),
  };
}

/** A channel with what waits in it. */
export function fullText(channel: Channel, waiting: number): string {
  return `${channelLabel(channel)} (${waiting} ${waiting === 1 ? 'message' : 'messages'})`;
}

type Channel = Pick<ChannelContents, 'from' | 'to' | 'spec'>;

export function channelLabel({ from, to, spec: { lane } }: Channel): string {
  const of = lane === '' ? '' : ` (${quotedWhereNeeded(lane)})`;
  return `${componentLabel(from)} ⇒ ${componentLabel(to)}${of}`;
}

/** `timer 'a' is`, `timers 'a', 'b' are`. */
function counted(word: string, names: readonly string[]): string {
  return names.length === 1 ? `${word} ${names[0]} is` : `${word}s ${listed(names)} are`;
}

function enumeration(clauses: readonly string[]): string {
  if (clauses.length < 2) return clauses.join('');
  return `${clauses.slice(0, -1).join(', ')}, and ${clauses[clauses.length - 1]}`;
}

/** A clause about the types of some events, in order; none where there is no event. */
function naming(events: readonly AnyEventObject[], clause: (names: string) => string): string[] {
  if (events.length === 0) return [];
  return [clause(listed([...new Set(events.map(({ type }) => type))].sort().map(quotedWhereNeeded)))];
}

function split<T>(things: readonly T[], isSo: (thing: T) => boolean): readonly [T[], T[]] {
  return [things.filter(isSo), things.filter((thing) => !isSo(thing))];
}

function listed(names: readonly string[], separator = ', '): string {
  const left = names.length - NAMED_MAX;
  return `${names.slice(0, NAMED_MAX).join(separator)}${left > 0 ? ` and ${left} more` : ''}`;
}
