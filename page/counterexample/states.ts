import type {
  Change,
  Explanation,
  Json,
  MachineState,
  PartState,
} from '../../src/counterexample/explain/explanation.js';

/** A state: a value for each part. */
export type State = readonly PartState[];

/** The state before the first step, and the one after each. What does not change is shared. */
export function statesOf({ initial, steps }: Explanation): State[] {
  const states: State[] = [initial];
  for (const { delta } of steps) states.push(after(states.at(-1)!, delta));
  return states;
}

/** A state with some changes. */
function after(state: State, delta: readonly Change[]): State {
  if (delta.length === 0) return state;
  const next = [...state];
  for (const [part, path, ...value] of delta) next[part] = changed(next[part], path, value) as PartState;
  return next;
}

/** @param value the new one; empty: it is gone */
function changed(whole: unknown, path: readonly string[], value: readonly Json[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value[0];
  const { [key]: old, ...others } = (isRecord(whole) ? whole : {}) as Record<string, unknown>;
  if (rest.length === 0 && value.length === 0) return others;
  // Keys keep their places.
  const record = isRecord(whole) ? whole : {};
  return { ...record, [key]: changed(old, rest, value) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const isMachine = (part: PartState | undefined): part is MachineState =>
  part !== undefined && 'context' in part;

/** The value at the end of a path, be it through lists; `undefined`: there is none. */
export function valueAt(part: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (keysOf(value).includes(key) ? (value as Record<string, unknown>)[key] : undefined),
    part,
  );
}

/** Keys of a record, or of a list by its places. */
export const keysOf = (value: unknown): string[] =>
  isRecord(value) || Array.isArray(value) ? Object.keys(value) : [];

/** Ids of the active states of a state value, as charts name them. */
export function activeStates(value: unknown): string[] {
  if (typeof value === 'string') return [idOf(value)];
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, within]) => [
    idOf(key),
    ...activeStates(within).map((id) => `${idOf(key)}.${id}`),
  ]);
}

/** A dot within a name stands behind a backslash: `a\.b` is not `b` in `a`. */
const idOf = (key: string): string => key.replace(/[\\.]/g, '\\$&');

/** A state value in one line: `waiting`, `up.idle`. */
export function stateText(value: unknown): string {
  const active = activeStates(value);
  const leaves = active.filter((id) => !active.some((other) => other.startsWith(`${id}.`)));
  return leaves.map((id) => id.replace(/\\(?=[\\.])(.)/g, '$1')).join(' and ');
}

/** Two state values in one line each: of parallel regions only those that differ. */
export function changeText(before: unknown, after: unknown): readonly [string, string] {
  const [old, now] = [stateText(before).split(' and '), stateText(after).split(' and ')];
  const only = (leaves: readonly string[], others: readonly string[]) =>
    leaves.filter((leaf) => !others.includes(leaf)).join(' and ');
  const texts = [only(old, now), only(now, old)] as const;
  return texts.includes('') ? [old.join(' and '), now.join(' and ')] : texts;
}

/** A value in one line; records without their braces where they are short. */
export function valueText(value: unknown): string {
  if (value === undefined) return '–';
  if (typeof value === 'string') return value === '' ? "''" : value;
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (isRecord(value))
    return Object.entries(value)
      .map(([key, each]) => `${key} ${isRecord(each) ? `{${valueText(each)}}` : valueText(each)}`)
      .join(', ');
  return String(value);
}

/** What a machine's future depends on beside its state and context, as short texts. */
export function besideState({ isDown, timers, actors = {}, history = {} }: MachineState): string[] {
  const running = Object.entries(actors).flatMap(([id, { isOver }]) => (isOver ? [] : [id]));
  const remembered = Object.values(history).flat();
  return [
    ...(isDown ? ['crashed'] : []),
    ...(timers.length > 0 ? [`◷ ${timers.join(', ')}`] : []),
    ...(running.length > 0 ? [`runs ${running.join(', ')}`] : []),
    ...(remembered.length > 0 ? [`remembers ${remembered.join(', ')}`] : []),
  ];
}
