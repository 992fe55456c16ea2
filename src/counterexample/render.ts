import { enablePatches, type Patch, produceWithPatches } from 'immer';
import type { AnyEventObject } from 'xstate';
import type { Violation } from '../property/violation.js';
import { inspectEvent, inspectPlain } from '../network/canonical.js';
import type { ReplayResult } from './replay.js';
import { type StateTree, stateTree } from './state-tree.js';

enablePatches();

/**
 * A counterexample as text: one line a step, and under it what the step changed, as `path: before → after`.
 * It shows the states of a replay, that is, what XState made of the steps.
 */
export function renderCounterexample(
  violation: Pick<Violation, 'property' | 'steps' | 'minimality'>,
  replayed: ReplayResult,
): string {
  const { property, steps, minimality } = violation;
  const trees = replayed.states.map((state) => stateTree(replayed.plain, state));
  const count = `${steps.length} step${steps.length === 1 ? '' : 's'}`;
  const width = String(steps.length).length;
  const lines = [`${property} is violated after ${count} (${minimality}): ${replayed.message}`];
  steps.forEach((label, index) => {
    lines.push(`${String(index + 1).padStart(width + 2)}. ${label}`);
    const before = trees[index];
    const after = trees[index + 1];
    if (before === undefined || after === undefined) return;
    for (const event of replayed.states[index + 1]!.observed)
      lines.push(`${' '.repeat(width + 8)}${observation(event)}`);
    for (const change of changes(before, after)) lines.push(`${' '.repeat(width + 8)}${change}`);
  });
  return lines.join('\n');
}

/** An emitted event, as `component observes EVENT`. */
function observation({ component, ...event }: AnyEventObject): string {
  return `${component} observes ${inspectEvent(event as AnyEventObject)}`;
}

/** What differs between two states, a line for each place. */
export function changes(before: StateTree, after: StateTree): string[] {
  const [, patches, inverse] = produceWithPatches(before, (draft) => reconcile(draft as Tree, after as Tree));
  const old = new Map(inverse.map((patch) => [patch.path.join('.'), patch]));
  return patches.map((patch) => {
    const path = patch.path.join('.');
    return `${path}: ${shown(old.get(path))} → ${shown(patch)}`;
  });
}

type Tree = { [key: string]: unknown };

/** Changes a draft into a target, touching only what differs, so that the patches are few. */
function reconcile(draft: Tree, target: Tree): void {
  for (const key of Object.keys(draft)) if (!(key in target)) delete draft[key];
  for (const [key, value] of Object.entries(target)) {
    const current = draft[key];
    if (isTree(current) && isTree(value)) reconcile(current, value);
    else if (inspectPlain(current) !== inspectPlain(value)) draft[key] = value;
  }
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value that is gone, or was not there, is shown as a dash. */
function shown(patch: Patch | undefined): string {
  if (patch === undefined || patch.op === 'remove') return '–';
  const { value } = patch;
  if (isTree(value) && Array.isArray(value.waiting)) return inspectMessages(value.waiting);
  if (Array.isArray(value) && patch.path.at(-1) === 'waiting') return inspectMessages(value);
  return inspectPlain(value);
}

function inspectMessages(messages: readonly { type: string }[]): string {
  return `[${messages.map(inspectEvent).join(', ')}]`;
}
