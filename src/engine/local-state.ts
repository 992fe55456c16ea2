import type { AnyEventObject, AnyMachineSnapshot } from 'xstate';
import { canonicalKey } from '../network/canonical.js';
import type { Interner } from './interner.js';

/** A timer that has been started and neither fired nor been cancelled. */
export interface PendingTimer {
  readonly id: string;
  /** What firing it means: the event that the machine gets, or that `target` is sent (a delayed `sendTo`). */
  readonly event: AnyEventObject;
  readonly target: string | undefined;
}

/** Everything about one component that can influence its future. */
export interface LocalState {
  readonly snapshot: AnyMachineSnapshot;
  /** Sorted by id. */
  readonly timers: readonly PendingTimer[];
  readonly crashes: number;
  readonly isDown: boolean;
  /** Which of the component's inputs it restarts with after a crash; 0 where it does not restart. */
  readonly start: number;
}

export function isDone(local: LocalState): boolean {
  return local.snapshot.status === 'done';
}

/** Every active leaf state, or a state around it, is tagged `rest` or final: the component may stay here for ever. */
export function isAtRest(local: LocalState): boolean {
  type Node = (typeof local.snapshot._nodes)[number];
  const leaves = local.snapshot._nodes.filter(
    (node: Node) => node.type === 'atomic' || node.type === 'final',
  );
  return leaves.every((leaf: Node) => {
    for (let node: Node | undefined = leaf; node !== undefined; node = node.parent) {
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
    key = canonicalKey(partsOf(local, local.snapshot.context), `state of ${where}`);
    knownKeys.set(local, key);
  }
  return key;
}

/**
 * Equal numbers exactly for local states with equal keys.
 *
 * @param before the local state that this one came from: it shares most of its context
 */
export function localNumber(local: LocalState, interner: Interner, before?: LocalState): number {
  const context = interner.number(local.snapshot.context, before?.snapshot.context);
  return interner.number(partsOf(local, context));
}

/**
 * Plain data that are equal exactly for local states that no future can tell apart.
 *
 * @param context stands for the context
 */
function partsOf(local: LocalState, context: unknown): readonly unknown[] {
  const { snapshot, timers, crashes, isDown, start } = local;
  const nodes = snapshot._nodes.map((node: { id: string }) => node.id).sort();
  const history = Object.entries(snapshot.historyValue)
    .map(([id, remembered]) => `${id}=${(remembered as { id: string }[]).map((node) => node.id).sort()}`)
    .sort();
  return [nodes, context, history, snapshot.status, snapshot.output, timers, crashes, isDown, start];
}

/** Equal for questions that are about the same part of a chart: the same event in the same state value. */
export function kindOf({ snapshot }: LocalState, event: AnyEventObject): string {
  const { value } = snapshot;
  return `${typeof value === 'string' ? value : JSON.stringify(value)} ${event.type}`;
}

/** A state value on one line, for messages. */
export function inspectValue(snapshot: AnyMachineSnapshot): string {
  const { value } = snapshot;
  return `state ${typeof value === 'string' ? `'${value}'` : JSON.stringify(value)}`;
}
