import type { Change, Explanation, Json, PartState } from './explanation.js';

type Tree = { readonly [key: string]: Json };

/** What differs from one value of a part to another: see `Change`. */
export function changesOf(part: number, before: PartState, after: PartState): Change[] {
  const changes: Change[] = [];
  compare(part, [], before as unknown as Json, after as unknown as Json, changes);
  return changes;
}

function compare(part: number, path: readonly string[], before: Json, after: Json, out: Change[]): void {
  if (before === after) return;
  if (!isTree(before) || !isTree(after)) {
    if (JSON.stringify(before) !== JSON.stringify(after)) out.push([part, path, after]);
    return;
  }
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) out.push([part, [...path, key]]);
  for (const [key, value] of Object.entries(after)) {
    if (Object.hasOwn(before, key)) compare(part, [...path, key], before[key]!, value, out);
    else out.push([part, [...path, key], value]);
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
    result[part] = withValue(result[part] as unknown as Json, path, value) as unknown as PartState;
  }
  return result;
}

function withValue(tree: Json, [key, ...rest]: readonly string[], value: Json | undefined): Json {
  if (key === undefined) return value!;
  const fields = new Map(Object.entries(tree as Tree));
  const field = rest.length === 0 ? value : withValue(fields.get(key)!, rest, value);
  if (field === undefined) fields.delete(key);
  else fields.set(key, field);
  return Object.fromEntries(fields);
}

/**
 * A state of a counterexample: a value for each part.
 *
 * @param n after how many of the steps
 */
export function stateAfter({ initial, steps }: Pick<Explanation, 'initial' | 'steps'>, n: number) {
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
export function valueAt(part: PartState, path: readonly string[]): Json | undefined {
  let value: Json | undefined = part as unknown as Json;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Tree)[key];
  }
  return value;
}
