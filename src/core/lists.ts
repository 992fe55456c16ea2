import type { TableMemory } from './table-memory.js';

/**
 * Lays out lists of integers: where each begins, and at last where the last ends, both counted from the whole's beginning; then the lists, one after the other.
 *
 * @param before address and integers of what was laid there before, to be released; 0 integers for nothing
 */
export function layLists(
  memory: TableMemory,
  lists: readonly (readonly number[])[],
  before: number,
  intsBefore: number,
): { readonly at: number; readonly ints: number } {
  const starts = [lists.length + 1];
  for (const list of lists) starts.push(starts.at(-1)! + list.length);
  const all = [...starts, ...lists.flat()];
  if (intsBefore > 0) memory.release(before, intsBefore);
  const at = memory.allocate(all.length);
  memory.ints.set(all, at >> 2);
  return { at, ints: all.length };
}
