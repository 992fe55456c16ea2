import type { Unseen, UnseenThings } from '../property/unseen.js';
import type { PropertyVerdict } from '../property/verdict.js';

/** What one complete exploration has not seen, and which properties its network has. */
interface UnseenResult extends UnseenThings {
  readonly properties: readonly Pick<PropertyVerdict, 'name'>[];
}

/**
 * What is unseen in every one of these results that can tell: what one of them has shown is there, and a network without a property has shown
 * nothing of it. Larger networks of a family have the properties of smaller ones for more components, as `in order at dies.3` besides
 * `in order at dies.1`: where the one is missing, the other has shown it. A result does not list channel rules: one that it is silent
 * about counts as used.
 */
export function unseenInAll(results: readonly UnseenResult[]): UnseenThings {
  const all = results.map(({ vacuous, neverSeen, properties }) => {
    const names = properties.map(({ name }) => name);
    return { vacuous: hasShown(names, vacuous), unseen: hasShown(names, [...vacuous, ...neverSeen]) };
  });
  const vacuous = different(results.flatMap((result) => result.vacuous)).filter((each) =>
    all.every((other) => !other.vacuous(each)),
  );
  const vacuousKeys = new Set(vacuous.map(keyOf));
  const neverSeen = different(results.flatMap((result) => [...result.vacuous, ...result.neverSeen])).filter(
    (each) => !vacuousKeys.has(keyOf(each)) && all.every((other) => !other.unseen(each)),
  );
  return { vacuous, neverSeen };
}

/** Whether a network with these properties has shown a thing, if it has not shown those of the list. */
function hasShown(names: readonly string[], list: readonly Unseen[]): (each: Unseen) => boolean {
  const known = new Set(list.map(keyOf));
  const alike = new Set(list.map((each) => keyOf({ ...each, what: unnumbered(each.what) })));
  return (each) => {
    const { property } = each;
    if (property === undefined || names.includes(property)) return !known.has(keyOf(each));
    const what = unnumbered(each.what);
    return names
      .filter((name) => unnumbered(name) === unnumbered(property))
      .some((name) => !alike.has(keyOf({ property: name, what })));
  };
}

function unnumbered(text: string): string {
  return text.replaceAll(/\d+/g, '#');
}

/** The first of each that are equal. */
function different<T extends Unseen>(list: readonly T[]): T[] {
  const keys = list.map(keyOf);
  return list.filter((each, index) => keys.indexOf(keyOf(each)) === index);
}

function keyOf({ property, what }: Unseen): string {
  return JSON.stringify([property, what]);
}
