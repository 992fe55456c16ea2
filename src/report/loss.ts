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

/** What was lost from one report to another: an item or a property that is missing, a verdict that is worse, fewer states of the same parameters. */
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
  return [...begun, ...missing];
}

function itemLosses(old: Item, item: Item): Loss[] {
  const found: string[] = [];
  if (isWorse(old.verdict, item.verdict)) found.push(`was ${old.verdict}, and is ${item.verdict}`);
  if (old.states !== undefined && (item.states ?? 0) < old.states) {
    found.push(`had ${old.states} states, and has ${item.states ?? 'none'}`);
  }
  for (const { name, verdict } of old.properties ?? []) {
    const now = item.properties?.find((each) => each.name === name);
    if (now === undefined) found.push(`has no property '${name}' any more`);
    else if (isWorse(verdict, now.verdict)) found.push(`'${name}' was ${verdict}, and is ${now.verdict}`);
  }
  return found.map((what) => ({ item: old.name, what }));
}

const isWorse = (old: Verdict, now: Verdict) => BADNESS[now] > BADNESS[old];
