import type { AnyEventObject } from 'xstate';
import type { Violation } from '../property/violation.js';
import { inspectEvent, inspectPlain } from '../network/canonical.js';
import { componentLabel, quoted, quotedWhereNeeded } from '../network/quoted.js';
import type { ReplayResult } from './replay.js';
import { type StateTree, stateTree } from './state-tree.js';

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
  return `${componentLabel(String(component))} observes ${inspectEvent(event as AnyEventObject)}`;
}

/** What differs between two states, a line for each place: what is within others first, and the last part of a tree before the others. */
export function changes(before: StateTree, after: StateTree): string[] {
  const ofTrees: string[][] = [];
  compare(before, after, '', ofTrees);
  return ofTrees.reverse().flat();
}

type Tree = Readonly<Record<string, unknown>>;

/** Adds the places below `path` in which two trees differ: those of the trees themselves, then those of each tree within them. */
function compare(before: Tree, after: Tree, path: string, ofTrees: string[][]): void {
  const lines: string[] = [];
  ofTrees.push(lines);
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  for (const key of [...gone, ...Object.keys(after)]) {
    const [old, now] = [valueAt(before, key), valueAt(after, key)];
    const at = path === '' ? key : `${path}.${fieldLabel(key)}`;
    if (isTree(old) && isTree(now)) compare(old, now, at, ofTrees);
    else if (old !== now && shown(old, key) !== shown(now, key)) {
      lines.push(`${at}: ${shown(old, key)} → ${shown(now, key)}`);
    }
  }
}

/** A key of a context on a path; the top of a tree has names that are labels already. */
function fieldLabel(key: string): string {
  return key.includes('.') ? quoted(key) : quotedWhereNeeded(key);
}

/** Stands for what a tree does not have. */
const ABSENT = Symbol('absent');

function valueAt(tree: Tree, key: string): unknown {
  return Object.hasOwn(tree, key) ? tree[key] : ABSENT;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value that is gone, or was not there, is shown as a dash. */
function shown(value: unknown, key: string): string {
  if (value === ABSENT) return '–';
  if (isTree(value) && Array.isArray(value.waiting)) return inspectMessages(value.waiting);
  if (Array.isArray(value) && key === 'waiting') return inspectMessages(value);
  return inspectPlain(value);
}

function inspectMessages(messages: readonly { type: string }[]): string {
  return `[${messages.map(inspectEvent).join(', ')}]`;
}
