import type { Verdict } from '../property/verdict.js';
import type { Report } from './report-schema.js';

/** How a later report says less than an earlier one, or worse. */
export interface Loss {
  readonly item: string;
  readonly what: string;
}

type Item = Report['items'][number];

const BADNESS: Readonly<Record<Verdict, number>> = {
  holds: 0,
  'holds-in-sample': 1,
  inconclusive: 2,
  violated: 3,
};

/**
 * What was lost from one report to another: an item or a property that is missing, a verdict that is worse, fewer states or random runs of the same parameters, a
 * claim that is not put to the test any more.
 */
export function losses(before: Report, after: Report): Loss[] {
  const now = new Map(after.items.map((item) => [item.name, item]));
  const begun = before.items.flatMap((old) => {
    const item = now.get(old.name);
    if (item !== undefined) return itemLosses(old, item);
    if (after.undone.some(({ name }) => name === old.name)) {
      return old.verdict === 'inconclusive'
        ? []
        : [{ item: old.name, what: `was ${old.verdict}, and was not begun` }];
    }
    return [{ item: old.name, what: 'is missing' }];
  });
  const known = [...now.keys(), ...after.undone.map(({ name }) => name)];
  const missing = before.undone
    .filter(({ name }) => !known.includes(name))
    .map(({ name }) => ({ item: name, what: 'is missing' }));
  return [...begun, ...missing, ...untested(before, after)];
}

/** Claims that are vacuous now, and were not where all states were known to say so. */
function untested(before: Report, after: Report): Loss[] {
  return after.networks.flatMap(({ network, unseen }) => {
    const old = before.networks.find((each) => each.network === network);
    const known = new Set(old?.unseen.vacuous.map(({ property, what }) => JSON.stringify([property, what])));
    return unseen.vacuous.flatMap(({ property, what }) => {
      const had = before.items.some(
        (item) =>
          item.mode === 'exhaustive' &&
          item.network === network &&
          item.properties?.some(({ name, verdict }) => name === property && verdict === 'holds'),
      );
      if (property === undefined || !had || known.has(JSON.stringify([property, what]))) return [];
      return [{ item: network, what: `has '${property}' vacuous, and had not: ${what}` }];
    });
  });
}

function itemLosses(old: Item, item: Item): Loss[] {
  const found: string[] = [];
  if (isWorse(old.verdict, item.verdict)) found.push(`was ${old.verdict}, and is ${item.verdict}`);
  if (old.states !== undefined && (item.states ?? 0) < old.states) {
    found.push(`had ${old.states} states, and has ${item.states ?? 'none'}`);
  }
  // A violation ends the runs, and is told by itself.
  if (old.runs !== undefined && item.verdict !== 'violated' && (item.runs ?? 0) < old.runs) {
    found.push(`had ${old.runs} runs, and has ${item.runs ?? 'none'}`);
  }
  for (const { name, verdict } of old.properties ?? []) {
    const now = item.properties?.find((each) => each.name === name);
    if (now === undefined) found.push(`has no property '${name}' any more`);
    else if (isWorse(verdict, now.verdict)) found.push(`'${name}' was ${verdict}, and is ${now.verdict}`);
  }
  return found.map((what) => ({ item: old.name, what }));
}

const isWorse = (old: Verdict, now: Verdict) => BADNESS[now] > BADNESS[old];
