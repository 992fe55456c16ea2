import { type ClaimGroup, claimGroups } from '../check/claim-groups.js';
import type { PropertyVerdict } from '../property/verdict.js';
import { whole } from './numbers.js';

/**
 * Properties that differ in an index only as one, which stands where the first of them stood: `operator-order (46 streams)`. Its margin is the
 * smallest of theirs.
 */
export function folded<T extends PropertyVerdict>(properties: readonly T[]): T[] {
  return claimGroups(properties).map((group) => {
    const { members } = group;
    const [first] = members;
    if (members.length === 1) return first;
    const margins = members.flatMap(({ margin }) => (margin === undefined ? [] : [margin]));
    return {
      ...first,
      name: groupText(group),
      ...(margins.length === 0 ? {} : { margin: Math.min(...margins) }),
    };
  });
}

/** `operator-order (46 streams)`; one that stands alone by its name. */
export function groupText({
  claim,
  things,
  members,
}: Pick<ClaimGroup<unknown>, 'claim' | 'things' | 'members'>): string {
  if (members.length === 1) return claim;
  return `${claim} (${whole(members.length)}${things === '' ? '' : ` ${things}`})`;
}
