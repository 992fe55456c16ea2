import type { PropertyVerdict } from '../property/verdict.js';
import { whole } from './numbers.js';

/** `operator-order of stream.3.1`: what it claims, and of what; there is an index in it. */
const INDEXED = /^(?<claim>.+?) (?:of|at) (?<subject>[^ ]*\w+[ .]\d.*)$/;

/**
 * Properties that differ in an index only as one, which stands where the first of them stood: `operator-order (46 streams)`. Its margin is the
 * smallest of theirs.
 */
export function folded<T extends PropertyVerdict>(properties: readonly T[]): T[] {
  const groups = new Map<string, { readonly members: T[]; readonly nouns: Set<string> }>();
  for (const property of properties) {
    const { claim, subject } = INDEXED.exec(property.name)?.groups ?? {};
    const key = claim === undefined ? ` ${property.name}` : claim;
    const group = groups.get(key) ?? { members: [], nouns: new Set<string>() };
    group.members.push(property);
    if (subject !== undefined) group.nouns.add(nounOf(subject));
    groups.set(key, group);
  }
  return [...groups].map(([claim, { members, nouns }]) => {
    const [first] = members as [T, ...T[]];
    if (members.length === 1) return first;
    const [noun] = nouns;
    const things = nouns.size === 1 && noun !== undefined && noun !== '' ? ` ${plural(noun)}` : '';
    const margins = members.flatMap(({ margin }) => (margin === undefined ? [] : [margin]));
    return {
      ...first,
      name: `${claim} (${whole(members.length)}${things})`,
      ...(margins.length === 0 ? {} : { margin: Math.min(...margins) }),
    };
  });
}

/** What an id names, without its indices: `stream` of `stream.3.1`, `pool` of `die.0.pool`. */
function nounOf(subject: string): string {
  const words = subject.split(/[ .]/).filter((word) => !/^\d+$/.test(word));
  return words.some((word) => /\d/.test(word)) ? '' : (words.at(-1) ?? '');
}

function plural(noun: string): string {
  if (noun.endsWith('s')) return noun;
  return /(?:x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
