import type { Unseen, UnseenThings } from '../property/unseen.js';

/** What is unseen in every one of these results: what one of them has shown is there. */
export function unseenInAll(results: readonly UnseenThings[]): UnseenThings {
  const [first, ...others] = results;
  if (first === undefined) return { vacuous: [], neverSeen: [] };
  const isIn = (list: readonly Unseen[]) => {
    const known = new Set(list.map(keyOf));
    return (each: Unseen) => known.has(keyOf(each));
  };
  const all = others.map((other) => ({
    vacuous: isIn(other.vacuous),
    unseen: isIn([...other.vacuous, ...other.neverSeen]),
  }));
  const vacuous = first.vacuous.filter((each) => all.every((other) => other.vacuous(each)));
  const isVacuous = isIn(vacuous);
  return {
    vacuous,
    neverSeen: [...first.vacuous, ...first.neverSeen].filter(
      (each) => !isVacuous(each) && all.every((other) => other.unseen(each)),
    ),
  };
}

function keyOf({ property, what }: Unseen): string {
  return property === undefined ? what : `${property}: ${what}`;
}
