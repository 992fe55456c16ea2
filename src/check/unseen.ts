import type { Unseen, UnseenThings, Vacuity } from '../property/unseen.js';
import type { PropertyVerdict } from '../property/verdict.js';

/** What one exploration has not seen, and which properties its network has. */
interface UnseenResult extends UnseenThings {
  readonly properties: readonly Pick<PropertyVerdict, 'name'>[];
}

/**
 * What is unseen in every one of these results that can tell: what one of them has shown is there, and a network without a property has shown
 * nothing of it. A result does not list channel rules: one that it is silent about counts as used.
 *
 * Larger networks of a family have the properties of smaller ones for more components, as `in order at dies.3` besides `in order at dies.1`. What is
 * healthy to be missing of the one is not listed as never seen if a smaller network has shown it of the other. What is vacuous is: that the
 * claim about dies.1 was put to the test says nothing of dies.3, which may be the one that cannot break it.
 *
 * @param incomplete explorations that did not see all states: what they have seen is there, and what they have not seen says nothing
 */
export function unseenInAll(
  results: readonly UnseenResult[],
  incomplete: readonly UnseenResult[] = [],
): UnseenThings {
  const all = [
    ...results.map((result) => shownBy(result, untestedIn(result))),
    // What would be vacuous of all states is among what such an exploration has never seen.
    ...incomplete.map((result) => shownBy(result, [...untestedIn(result), ...result.neverSeen])),
  ];
  // What is vacuous in one network is told as that, before any reasons of others.
  const told = [...results.flatMap((result) => result.vacuous), ...results.flatMap(untestedIn)];
  const vacuous = different(told).filter((each) => all.every((other) => !other.vacuous(each)));
  const vacuousKeys = new Set(vacuous.map(keyOf));
  const neverSeen = different(results.flatMap((result) => [...result.vacuous, ...result.neverSeen])).filter(
    (each) =>
      !vacuousKeys.has(keyOf(each)) &&
      all.every((other) => !other.unseen(each) && !other.siblingUnseen(each)),
  );
  return { vacuous, neverSeen };
}

/** A reason why one network cannot put a claim to the test does not do for a family of which none can. */
function untestedIn({ vacuous, notApplicable = [] }: UnseenThings): readonly Vacuity[] {
  return [...vacuous, ...notApplicable];
}

/** What one exploration has shown. @param untested what it has not put to the test */
function shownBy(result: UnseenResult, untested: readonly Unseen[]) {
  const names = result.properties.map(({ name }) => name);
  const unseen = [...untestedIn(result), ...result.neverSeen];
  return {
    vacuous: hasShown(names, untested),
    unseen: hasShown(names, unseen),
    siblingUnseen: siblingHasShown(names, unseen),
  };
}

/** Whether a network with these properties has shown a thing, if it has not shown those of the list. */
function hasShown(names: readonly string[], list: readonly Unseen[]): (each: Unseen) => boolean {
  const known = new Set(list.map(keyOf));
  return (each) => (each.property === undefined || names.includes(each.property)) && !known.has(keyOf(each));
}

/** Whether a network that has not this property, but others of the same name but for its numbers, has shown the thing of one of them. */
function siblingHasShown(names: readonly string[], list: readonly Unseen[]): (each: Unseen) => boolean {
  const alike = new Set(list.map((each) => keyOf({ ...each, what: unnumbered(each.what) })));
  return ({ property, what: asked }) => {
    if (property === undefined || names.includes(property)) return false;
    const what = unnumbered(asked);
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
