import { CheckError } from '../../network/errors.js';
import type { Change, Explanation, Json, PartState } from './explanation.js';
import { requireExplanation } from './require-explanation.js';
import { keepOriginal, originalOf } from './json.js';

type Tree = { readonly [key: string]: Json };

/** What differs from one value of a part to another: see `Change`. */
export function changesOf(part: number, before: PartState, after: PartState): Change[] {
  const changes: Change[] = [];
  compare(part, [], before as unknown as Tree, after as unknown as Tree, changes);
  return changes;
}

function compare(part: number, path: readonly string[], before: Tree, after: Tree, out: Change[]): void {
  if (before === after) return;
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) out.push([part, [...path, key]]);
  for (const [key, value] of Object.entries(after)) {
    const old = Object.hasOwn(before, key) ? before[key]! : undefined;
    if (old !== undefined && isTree(old) && isTree(value)) compare(part, [...path, key], old, value, out);
    else if (JSON.stringify(old) !== JSON.stringify(value)) {
      const change: Change = [part, [...path, key], value];
      keepOriginal(change, (originalOf(after) as Record<string, unknown>)[key]);
      out.push(change);
    }
  }
}

function isTree(value: Json): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A state with changes made. What was given stays as it was. */
function changed(state: readonly PartState[], changes: readonly Change[]): readonly PartState[] {
  const result = [...state];
  for (const change of changes) {
    const [part, path] = change;
    const isGone = change.length === 2;
    const value = isGone ? undefined : change[2];
    // A change that was read from a file stands for itself, and not for a value.
    const known = originalOf(change);
    const original = isGone || known === change ? value : known;
    result[part] = withValue(result[part] as unknown as Json, path, value, original) as unknown as PartState;
  }
  return result;
}

function withValue(
  tree: Json,
  [key, ...rest]: readonly string[],
  value: Json | undefined,
  original: unknown,
): Json {
  if (key === undefined) return value!;
  const field = rest.length === 0 ? value : withValue((tree as Tree)[key]!, rest, value, original);
  const result = withField(tree as Tree, key, field);
  const ofField = rest.length === 0 ? original : originalOf(field);
  const ofTree = originalOf(tree);
  if (ofTree !== tree || ofField !== field) keepOriginal(result, withField(ofTree as Tree, key, ofField));
  return result;
}

function withField<T>(
  tree: Readonly<Record<string, T>>,
  key: string,
  field: T | undefined,
): Record<string, T> {
  const fields = new Map(Object.entries(tree));
  if (field === undefined) fields.delete(key);
  else fields.set(key, field);
  return Object.fromEntries(fields);
}

/**
 * A state of a counterexample: a value for each part.
 *
 * @param n after how many of the steps; the last state for more than there are
 * @throws CheckError for what `explain` has not made, and for a number of steps that is none
 */
export function stateAfter(explanation: Pick<Explanation, 'initial' | 'steps'>, n: number) {
  requireExplanation(explanation);
  if (!Number.isInteger(n) || n < 0)
    throw new CheckError(
      `A state after ${String(n)} steps is wanted; give a whole number of steps, 0 for the start.`,
    );
  const { initial, steps } = explanation;
  return steps.slice(0, n).reduce((state, { delta }) => changed(state, delta), initial);
}

/** All states of a counterexample, the initial one first. */
export function* statesOf({
  initial,
  steps,
}: Pick<Explanation, 'initial' | 'steps'>): Generator<readonly PartState[]> {
  let state = initial;
  yield state;
  for (const { delta } of steps) yield (state = changed(state, delta));
}

/** The value at a place of a part; `undefined` where it has none. */
export function valueAt(part: PartState, path: readonly string[]): unknown {
  let value: unknown = part;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
