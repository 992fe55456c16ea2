/** `operator-order of stream.3.1`: what it claims, and of what; there is an index in it. */
const INDEXED = /^(?<claim>.+?) (?:of|at) (?<subject>[^ ]*\w+[ .]\d.*)$/;

/** Properties that claim the same of different things: their names differ in an index only. */
export interface ClaimGroup<T> {
  /** What they claim: the name of a property that stands alone. */
  readonly claim: string;
  /** What they claim it of, in the plural: `streams`; empty where that is not one noun, and for one that stands alone. */
  readonly things: string;
  /** In the order given. */
  readonly members: readonly [T, ...T[]];
}

/** Groups properties by what they claim; each group stands where the first of its members stood. */
export function claimGroups<T extends { readonly name: string }>(properties: readonly T[]): ClaimGroup<T>[] {
  const groups = new Map<string, { readonly members: [T, ...T[]]; readonly nouns: Set<string> }>();
  for (const property of properties) {
    const { claim, subject } = INDEXED.exec(property.name)?.groups ?? {};
    const key = claim === undefined ? ` ${property.name}` : claim;
    const group = groups.get(key);
    const nouns = group?.nouns ?? new Set();
    if (subject !== undefined) nouns.add(nounOf(subject));
    if (group === undefined) groups.set(key, { members: [property], nouns });
    else group.members.push(property);
  }
  return [...groups].map(([claim, { members, nouns }]) => {
    if (members.length === 1) return { claim: members[0].name, things: '', members };
    const [noun] = nouns;
    return {
      claim,
      things: nouns.size === 1 && noun !== undefined && noun !== '' ? plural(noun) : '',
      members,
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
