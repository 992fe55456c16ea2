import type { AnyStateNode, StateValue } from 'xstate';
import { quotedWhereNeeded } from '../../../network/quoted.js';

/** A state value on one line: `polling.unlimited`, `left.a, right.b`. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return quotedWhereNeeded(value);
  const parts = Object.entries(value as Record<string, unknown>).map(([key, inner]) => {
    const [name, text] = [quotedWhereNeeded(key), valueText(inner)];
    return text === '' ? name : `${name}.${text}`;
  });
  return parts.join(', ');
}

/** A value with its regions in the order of the chart: in a snapshot they stand in the order in which they were entered. */
export function inOrder(value: StateValue, { states }: AnyStateNode): StateValue {
  if (typeof value === 'string') return value;
  const keys = Object.keys(states).filter((key) => Object.hasOwn(value, key));
  return Object.fromEntries(keys.map((key) => [key, inOrder(value[key]!, states[key]!)]));
}

/** Two values of a state: of parallel regions only those that differ. */
export function differing(before: StateValue, after: StateValue): [StateValue, StateValue] {
  if (typeof before === 'string' || typeof after === 'string') return [before, after];
  const regions = Object.keys(before);
  // A compound state has one, which is named by what is active.
  if (regions.length < 2 || !regions.every((region) => region in after)) return [before, after];
  const changed = regions.filter((region) => valueText(before[region]) !== valueText(after[region]));
  const only = (value: typeof before) =>
    Object.fromEntries(changed.map((region) => [region, value[region]!]));
  return [only(before), only(after)];
}
