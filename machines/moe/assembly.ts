import type { Copy } from '../die/window-protocol.js';
import { placeOf } from './placement.js';
import { type Layout } from './window-layout.js';

/** Copies for each of the receiver's experts, by sending die. */
export type CountsBySource = readonly { readonly source: number; readonly counts: readonly number[] }[];

/**
 * The dense output of LocalWindowCopy: by expert, then by source, then in sending order. Places come from prefix sums over the
 * counts of all (expert, source).
 *
 * @param prefixSumEntries entries that the prefix sum covers, 0 for all; later ones stay plain counts (fault C6)
 */
export function assembled(
  layout: Layout,
  arrived: CountsBySource,
  found: readonly Copy[],
  prefixSumEntries: number,
): { readonly copies: Copy[]; readonly counted: number } {
  const { dies, expertsPerDie } = layout;
  const counts = Array.from({ length: dies * expertsPerDie }, () => 0);
  for (const each of arrived) {
    each.counts.forEach((count, local) => {
      counts[local * dies + each.source] = count;
    });
  }
  let sum = 0;
  const firstRow = counts.map((count, entry) => {
    const isCovered = prefixSumEntries === 0 || entry < prefixSumEntries;
    const row = isCovered ? sum : count;
    sum += count;
    return row;
  });
  const rows: Copy[] = [];
  for (const copy of found) {
    const { local } = placeOf(layout, copy.expert, copy.source);
    rows[firstRow[local * dies + copy.source]!++] = copy;
  }
  return { copies: rows.filter((copy) => copy !== undefined), counted: sum };
}
