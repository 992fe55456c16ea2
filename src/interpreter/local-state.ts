import type { AnyEventObject, AnyMachineSnapshot, AnyStateNode } from 'xstate';
import { canonicalKey } from '../network/canonical.js';
import { printable, quoted } from '../network/quoted.js';
import { namedStates } from './active-states.js';
import type { Numbering } from './canon.js';

/**
 * A timer that has been started and neither fired nor been cancelled. Several may have one id, as in a live system: a delayed event that is
 * scheduled again does not replace the first.
 */
export interface PendingTimer {
  /** The id that it can be cancelled by; `undefined` where the chart gives none. */
  readonly id: string | undefined;
  /** What firing it means: the event that the machine gets, or that `target` is sent (a delayed `sendTo`). */
  readonly event: AnyEventObject;
  readonly target: string | undefined;
  /** `target` is an actor of the machine's own: firing it means nothing. But while it is pending it is what its id stands for. */
  readonly isForActor: boolean;
  /** One text for one id, event and target: timers with equal keys are alike. */
  readonly key: string;
  /** `cancel` and the end of the machine remove it: it was started last under its id, and none of that id has fired or been cancelled since. */
  readonly isCancellable: boolean;
}

/** An actor that has been started, and has not been stopped. No two have one id. */
export interface RunningActor {
  readonly id: string;
  /** What it may tell its parent. With the event of its end it is over. */
  readonly events: readonly AnyEventObject[];
  /** It has come to an end. XState knows it still: what it is sent comes to nothing, where to send to one that was never started, or is stopped, is an error. */
  readonly isOver: boolean;
}

/** A timer's key. */
export function timerKey({
  id,
  event,
  target,
  isForActor,
}: Omit<PendingTimer, 'key' | 'isCancellable'>): string {
  return canonicalKey(isForActor ? [id, event, target, 'actor'] : [id, event, target], 'timer');
}

/** Everything about one component that can influence its future. */
export interface LocalState {
  readonly snapshot: AnyMachineSnapshot;
  /** In the order of their keys, of equal ones the cancellable first: a multiset. */
  readonly timers: readonly PendingTimer[];
  /** In the order of their ids. */
  readonly actors: readonly RunningActor[];
  readonly crashes: number;
  readonly isDown: boolean;
  /** Which of the component's inputs it restarts with after a crash; 0 where it does not restart. */
  readonly start: number;
}

export function isDone(local: LocalState): boolean {
  return local.snapshot.status === 'done';
}

/** The active states: every leaf, and every state around one. */
export function activeNodes({ snapshot }: LocalState): readonly AnyStateNode[] {
  return snapshot._nodes as readonly AnyStateNode[];
}

/** Every active leaf state, or a state around it, is tagged `rest` or final: the component may stay here for ever. */
export function isAtRest(local: LocalState): boolean {
  const leaves = activeNodes(local).filter(({ type }) => type === 'atomic' || type === 'final');
  return leaves.every((leaf) => {
    for (let node: AnyStateNode | undefined = leaf; node !== undefined; node = node.parent) {
      if (node.type === 'final' || node.tags.includes('rest')) return true;
    }
    return false;
  });
}

/** Keys that have been asked for. Local states do not change, and most of a global state is that of the one before. */
const knownKeys = new WeakMap<LocalState, string>();

/** Equal keys exactly for local states that no future can tell apart. */
export function localKey(local: LocalState, where: string): string {
  let key = knownKeys.get(local);
  if (key === undefined) {
    key = canonicalKey(partsOf(local), `state of ${where}`);
    knownKeys.set(local, key);
  }
  return key;
}

/**
 * Equal numbers exactly for local states with equal keys.
 *
 * @param before the local state that this one came from: it shares most of its context
 */
export function localNumber(local: LocalState, numbering: Numbering, before?: LocalState): number {
  const { snapshot, timers, actors, crashes, isDown, start } = local;
  const context = numbering.number(snapshot.context, before?.snapshot.context);
  const history = historyText(snapshot);
  const pending = timers.length === 0 ? undefined : counted(timers);
  const { status, output } = snapshot;
  return numbering.number([
    activeText(snapshot),
    context,
    history,
    status,
    output,
    pending,
    actors.length === 0 ? undefined : actors,
    crashes,
    isDown,
    start,
  ]);
}

/** Whether two local states of one machine have equal numbers, where it can be seen at once: contexts and outputs are canonical forms. */
export function isSameLocal(one: LocalState, other: LocalState): boolean {
  const { snapshot: first } = one;
  const { snapshot: second } = other;
  return (
    one.crashes === other.crashes &&
    one.isDown === other.isDown &&
    one.start === other.start &&
    first.status === second.status &&
    Object.is(first.context, second.context) &&
    Object.is(first.output, second.output) &&
    activeText(first) === activeText(second) &&
    historyText(first) === historyText(second) &&
    areSameActors(one.actors, other.actors) &&
    one.timers.length === other.timers.length &&
    one.timers.every(
      ({ key, isCancellable }, at) =>
        key === other.timers[at]!.key && isCancellable === other.timers[at]!.isCancellable,
    )
  );
}

/** Events of running actors are canonical forms. */
function areSameActors(one: readonly RunningActor[], other: readonly RunningActor[]): boolean {
  return (
    one === other ||
    (one.length === other.length &&
      one.every(({ id, events, isOver }, at) => {
        const second = other[at]!;
        return (
          id === second.id &&
          isOver === second.isOver &&
          events.length === second.events.length &&
          events.every((event, number) => event === second.events[number])
        );
      }))
  );
}

/** Plain data that are equal exactly for local states that no future can tell apart. */
function partsOf(local: LocalState): readonly unknown[] {
  const { snapshot, timers, actors, crashes, isDown, start } = local;
  const { context, status, output } = snapshot;
  const leaves = eventlessLeaves(snapshot._nodes as readonly AnyStateNode[]);
  const history = historyOf(snapshot.historyValue as History);
  return [
    valueText(snapshot),
    leaves,
    context,
    history,
    status,
    output,
    counted(timers),
    actors,
    crashes,
    isDown,
    start,
  ];
}

/**
 * One text for all of a local state that a view does not tell: pending timers, running actors, history, crashes, the input of the next start, the output, and in which order
 * active states look for eventless transitions. Empty for most.
 */
export function untoldText(local: LocalState): string {
  const { snapshot, timers, actors, crashes, start } = local;
  const history = historyOf(snapshot.historyValue as History);
  const active = activeText(snapshot);
  const isTold =
    timers.length === 0 &&
    actors.length === 0 &&
    crashes === 0 &&
    start === 0 &&
    snapshot.output === undefined &&
    Object.keys(history).length === 0 &&
    active === JSON.stringify(snapshot.value);
  return isTold
    ? ''
    : canonicalKey(
        [active, history, snapshot.output, counted(timers), actors, crashes, start],
        'local state',
      );
}

type History = Readonly<Record<string, readonly AnyStateNode[]>>;

function historyOf(history: History): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(history).map(([id, remembered]) => [id, remembered.map(placeOf).sort()]),
  );
}

/** What follows from the active states alone, by their list: it is that of the snapshot before where they stay the same. */
const knownActive = new WeakMap<readonly AnyStateNode[], { readonly value: string; active?: string }>();

function activeOf(snapshot: AnyMachineSnapshot): { readonly value: string; active?: string } {
  const nodes = snapshot._nodes as readonly AnyStateNode[];
  let known = knownActive.get(nodes);
  if (known === undefined) {
    known = { value: textOf(snapshot, nodes) };
    knownActive.set(nodes, known);
  }
  return known;
}

/** The value says it all, unless the active states are others than it names. */
function textOf(snapshot: AnyMachineSnapshot, nodes: readonly AnyStateNode[]): string {
  const value = JSON.stringify(snapshot.value);
  const named = namedStates(snapshot);
  const isNamed = named.size === nodes.length && nodes.every((node) => named.has(node));
  return isNamed ? value : JSON.stringify([value, nodes.map(placeOf).sort()]);
}

/** One text for one state value and set of active states. */
export function valueText(snapshot: AnyMachineSnapshot): string {
  return activeOf(snapshot).value;
}

/** One text for one state value, set of active states and order of `eventlessLeaves`. */
function activeText(snapshot: AnyMachineSnapshot): string {
  const known = activeOf(snapshot);
  if (known.active === undefined) {
    const leaves = eventlessLeaves(snapshot._nodes as readonly AnyStateNode[]);
    known.active = leaves.length === 0 ? known.value : JSON.stringify([known.value, leaves]);
  }
  return known.active;
}

/** By what XState remembers of history: the same object until another state is left. */
const knownHistories = new WeakMap<object, string>();

/** One text for one history. */
function historyText({ historyValue }: AnyMachineSnapshot): string {
  let text = knownHistories.get(historyValue as object);
  if (text === undefined) {
    const history = historyOf(historyValue as History);
    text = JSON.stringify(
      Object.keys(history)
        .sort()
        .map((id) => [id, history[id]]),
    );
    knownHistories.set(historyValue as object, text);
  }
  return text;
}

/** Timers that are alike stand next to each other: one entry for all of them, as a machine may start thousands of one kind. */
function counted(timers: readonly PendingTimer[]): readonly (readonly [string, boolean, number])[] {
  const groups: [key: string, isCancellable: boolean, count: number][] = [];
  for (const { key, isCancellable } of timers) {
    const last = groups.at(-1);
    if (last !== undefined && last[0] === key && last[1] === isCancellable) last[2]++;
    else groups.push([key, isCancellable, 1]);
  }
  return groups;
}

/**
 * The active leaves that eventless transitions are looked for in, in the order in which XState does: a leaf that was left and entered again
 * stands last. Of two transitions that conflict the first is taken, and actions are performed in this order, so that it is a part of the state.
 */
function eventlessLeaves(active: readonly AnyStateNode[]): readonly string[] {
  const leaves: string[] = [];
  for (const leaf of active) {
    if (leaf.type !== 'atomic' && leaf.type !== 'final') continue;
    for (let node: AnyStateNode | undefined = leaf; node !== undefined; node = node.parent) {
      if ((node.always ?? []).length === 0) continue;
      leaves.push(placeOf(leaf));
      break;
    }
  }
  // A leaf alone has no order that could matter: the key leaves it out, so that such states stay equal.
  return leaves.length > 1 ? leaves : [];
}

/** One text for one state of a chart. Ids are not enough: `a.b` next to `a` with `b` in it has the same one. */
function placeOf(node: AnyStateNode): string {
  let place = knownPlaces.get(node);
  if (place === undefined) {
    place = JSON.stringify(node.path);
    knownPlaces.set(node, place);
  }
  return place;
}

const knownPlaces = new WeakMap<AnyStateNode, string>();

/** Equal for questions that are about the same part of a chart: the same event in the same states. */
export function kindOf({ snapshot }: LocalState, event: AnyEventObject): string {
  return `${valueText(snapshot)} ${event.type}`;
}

/** A state value on one line, for messages. */
export function inspectValue(snapshot: AnyMachineSnapshot): string {
  const { value } = snapshot;
  return `state ${typeof value === 'string' ? quoted(value) : printable(JSON.stringify(value))}`;
}
